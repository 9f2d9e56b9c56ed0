"""Whatever an author or an editor writes stays words: nothing runs, loads, or takes our place.

Hundreds of payloads stand in one page, each in several places of its text and in every field. The
page is watched for whatever a script could do; what the payloads have become is audited.
"""

from urllib.parse import urlencode, urlsplit

import pytest

from reader.articles.library import PAGE_LENGTH
from reader.articles.models import Article, Visibility
from reader.text.decoding import tidy
from tests.factories import owner_of
from tests.payloads import (
    CORPORA,
    OWN,
    PLACES,
    collection,
    hostile_articles,
    lines_of,
    markdown_of,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EVERYWHERE = len(PLACES)
OURS = ("/static/", "/media/", "/a/", "/live/", "/new/", "/accounts/login/")
# Tells Python what no payload may bring about. `acted` outlives the page.
GUARD = """
for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => acted(name)
addEventListener("securitypolicyviolation", (event) => {
  acted(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`)
}, true)
"""
# What of an author's may stand in an article, and what of ours: elements, attributes and their values.
AUDIT = r"""(roots) => {
  const any = /^/
  const classes = {
    a: /^(code|footnote-ref|footnote-backref|hot|on|off|dim)$/,
    div: /^(footnote|table-scroll)$/,
    mark: /^(first|last|hot|on|off|near|flash)$/,
    code: /^language-[A-Za-z0-9+#.-]{1,30}$/,
  }
  const heading = { id: /^s-[\p{L}\p{M}\p{N}-]+$/u }
  const note = { id: /^uc-fn\S*$/ }
  const cell = { align: /^(left|right|center)$/ }
  const marked = { "data-a": /^[A-Z]h?\d+$/, "data-role": /^[a-z]+$/ }
  const allowed = {
    p: {}, br: {}, hr: {}, em: {}, strong: {}, b: {}, i: {}, s: {}, del: {}, ins: {}, sub: {}, small: {}, q: {}, cite: {},
    kbd: {}, samp: {}, var: {}, span: {}, blockquote: {}, ul: {}, dl: {}, dt: {}, dd: {}, table: {}, thead: {}, tbody: {}, tr: {}, caption: {},
    h1: heading, h2: heading, h3: heading, h4: heading, h5: heading, h6: heading,
    li: note, sup: note, td: cell, th: { ...cell, scope: /^(col|row)$/ },
    pre: { tabindex: /^0$/ }, abbr: { title: any }, ol: { start: /^-?\d+$/ }, code: {},
    div: { tabindex: /^0$/, role: /^region$/, "aria-label": /^Table( \d+)?$/ },
    img: { src: /^\/media\/[^\s\\.%?#"<>][^\s\\%?#"<>]*$/, alt: any, title: any },
    mark: { ...marked, id: /^p-[A-Z]h?\d+(-\d+)?$/, "data-lane": /^\d+$/ },
    a: {
      ...marked, id: /^r-[A-Z]h?\d+(-\d+)?$/, href: /^(https?:\/\/[^\/\\\s]|mailto:|\/(?![\/\\])|#)/i, title: any,
      rel: /^nofollow ugc noopener noreferrer$/, "aria-label": /^[A-Z][a-z]+ [A-Z]h?\d+$/, style: /^translate: 0px \d+px;$/,
    },
  }
  const ids = new Set()
  const wrong = (element) => {
    const rules = allowed[element.localName]
    if (!rules || element.namespaceURI !== "http://www.w3.org/1999/xhtml") return "is no element for an article"
    if (element.id && !element.id.startsWith("uc-") && ids.size === ids.add(element.id).size) return `has the id ${element.id} of another`
    if ("protocol" in element && element.hasAttribute("href") && !["http:", "https:", "mailto:"].includes(element.protocol)) return `leads to ${element.protocol}`
    const isCode = element.matches("a.code")
    for (const { name, value } of element.attributes) {
      if (name === "class" && [...element.classList].every((one) => classes[element.localName]?.test(one))) continue
      if (!Object.hasOwn(rules, name) || !rules[name].test(value)) return `has ${name}="${value}"`
      if (element.localName === "a" && !isCode && ["id", "data-a", "data-role", "aria-label", "style"].includes(name)) return `has ${name}`
    }
    return ""
  }
  return [...document.querySelectorAll(roots)].flatMap((root) => [...root.querySelectorAll("*")])
    .map((element) => [wrong(element), element.outerHTML.slice(0, 200)]).filter(([finding]) => finding)
}"""
# Everything around the article, as a sorted list: the same for any words. Maps are drawn around them.
SKELETON = """() => [...document.querySelectorAll("html, head *, body *")]
  .filter((element) => !element.closest("article-text, .contents-list, .edges, .brackets, .node-gist, .prose"))
  .map((element) => `${element.localName}#${element.id}` + [...element.attributes].map(({ name }) => name).filter((name) => /^(hx|data-hx|on)/.test(name)))
  .sort()"""
WORDS = """(selector) => [...document.querySelectorAll(selector)].map((element) => {
  if (element.childElementCount) throw new Error(`not words alone: ${element.innerHTML}`)
  return element.matches("input, textarea") ? element.value : element.textContent
})"""


@pytest.fixture(autouse=True)
def guard(page, live_server, wrong):
    """Watch for all that the watched page does not hear of already."""

    def asked(request):
        path = urlsplit(request.url).path
        if request.url.startswith(live_server.url) and path != "/" and not path.startswith(OURS):
            wrong.append(f"request to {path}")

    def shown(dialog):
        # Our own question whether to leave what was typed is no dialog of a payload's.
        if dialog.type == "beforeunload":
            dialog.accept()
        else:
            wrong.append(f"dialog: {dialog.message}")
            dialog.dismiss()

    page.expose_function("acted", lambda deed: wrong.append(deed))
    page.add_init_script(GUARD)
    page.on("request", asked)
    page.on("dialog", shown)
    page.on("popup", lambda other: wrong.append(f"a window with {other.url}"))
    page.on("download", lambda download: wrong.append(f"a download of {download.url}"))


def own_article(payloads=OWN):
    return next(hostile_articles(payloads, EVERYWHERE)).article


def visit(page, address, wrong):
    """Load a page, and see that nothing acted on the one before."""
    assert wrong == []
    page.goto(address)


def shown(page, selector):
    """The words in all places of a kind, where nothing else may be."""
    return sorted(page.evaluate(WORDS, selector))


def words(values):
    """As a browser reads them: with its own line ends."""
    return sorted(value.replace("\r\n", "\n").replace("\r", "\n") for value in values)


def touch(page):
    """Go over the page as a reader does: see every view, point at things, choose some."""
    for view in "tonm":
        page.keyboard.press(view)
    for selector in ("mark", "a[href]:not(.code)", "abbr", "img"):
        for thing in page.locator(f"article-text {selector}").all()[:3]:
            thing.dispatch_event("mouseover")
            thing.dispatch_event("focusin")
    for selector in ("article-text .code", ".node", ".code-node", ".outline-item", ".card .tie"):
        page.locator(selector).first.dispatch_event("click")
    page.keyboard.press("j")
    page.keyboard.press("Escape")


def read(page, article, wrong):
    gists, notes = zip(*article.annotations.values_list("gist", "note"), strict=True)
    visit(page, article.get_absolute_url(), wrong)
    assert page.evaluate(AUDIT, "article-text") == []
    blocks = page.locator("article-text > p").all_text_contents()
    assert {f"end {n}" for n in range(len(gists))} <= set(blocks), "a payload swallowed others"
    assert shown(page, ".card-gist") == shown(page, ".outline-gist") == words(gists)
    assert shown(page, ".card-note") == words(filter(None, notes))
    assert shown(page, "h1") == words([article.title])
    touch(page)
    assert page.evaluate(AUDIT, "article-text") == []


def edit(page, article, wrong):
    gists = article.annotations.values_list("gist", flat=True)
    visit(page, f"{article.get_absolute_url()}annotations/", wrong)
    assert shown(page, ".annotation-list .row-words > p > span[dir=auto]") == words(gists)


@pytest.mark.parametrize("name", ["own", *CORPORA])
def test_no_payload_acts_on_the_pages_of_an_article(name, page, sign_in, wrong):
    payloads = collection(name)
    if not payloads:
        pytest.skip(f"no {name}: the collections of attacks are not beside this project")
    for hostile in hostile_articles(payloads):
        page.context.clear_cookies()
        read(page, hostile.article, wrong)
        sign_in(page, owner_of(hostile.article))
        edit(page, hostile.article, wrong)
    assert wrong == []


READ = ("", "map/", "map/?kind=rails&fold=1", "outline/", "n/C1/", "?view=outline&focus=C1&role=x")
EDITED = ("", "annotations/", "annotations/7/", "relations/", "relations/?premise=1")
EDITED += ("relations/1/", "relations/1/?at=2", "settings/")


def settled(page):
    """The skeleton once script has done with it: two looks find the same."""
    seen = None
    while (now := page.evaluate(SKELETON)) != seen:
        seen = now
        page.wait_for_timeout(100)
    return seen


@pytest.mark.parametrize("addresses", [READ, EDITED], ids=["read", "edited"])
def test_a_page_is_built_the_same_around_any_words(addresses, page, sign_in, wrong):
    hostile, plain = own_article(), own_article([f"plain words {n}" for n in range(len(OWN))])
    if addresses is EDITED:
        sign_in(page, owner_of(hostile))
    for address in addresses:
        built = []
        for article in (plain, hostile):
            visit(page, article.get_absolute_url() + address, wrong)
            built.append(settled(page))
        assert built[0] == built[1], address
    assert wrong == []


def test_no_payload_acts_when_parts_are_swapped(page, sign_in, wrong):
    article = own_article()
    sign_in(page, owner_of(article))
    visit(page, f"{article.get_absolute_url()}#c-C8", wrong)
    page.evaluate("window.stayed = true")
    page.locator("#edit-8").click()
    page.locator("#gist-8").fill(" ".join(OWN[:4]))
    page.locator("#note-8").fill("\n".join(OWN))
    page.locator("#c-C8 [data-save]").click()
    page.locator("#notices .toast").wait_for()
    assert shown(page, "#c-C8 .card-gist") == words([" ".join(OWN[:4])])
    assert page.evaluate(AUDIT, "article-text") == []
    page.locator("#connect-8").click()
    page.locator("#target-8-search").click()
    assert page.locator("[role=option]").count() == len(OWN) - 1
    page.locator("[role=option]").first.click()
    page.locator("#form-8 [data-save]").click()
    page.locator("#form-8 form").wait_for(state="detached")
    page.locator("#notices [data-undo]").click()
    page.locator(".toast", has_text="Undone").wait_for()
    assert page.evaluate(AUDIT, "article-text") == []
    assert page.evaluate("window.stayed")
    assert wrong == []


def test_no_payload_acts_in_the_import_review(page, alice, sign_in, wrong):
    sign_in(page, alice)
    visit(page, "/new/", wrong)
    text = markdown_of(OWN, EVERYWHERE)
    page.get_by_label("Text", exact=True).evaluate("(field, text) => field.value = text", text)
    page.locator("summary").click()
    for name, typed in (("title", OWN[1]), ("byline", OWN[2])):
        page.locator(f"#id_{name}").fill(typed)
    page.get_by_role("button", name="Review").click()
    preview = page.locator("#preview .prose")
    preview.wait_for()
    assert page.evaluate(AUDIT, "#preview .prose") == []
    assert shown(page, ".preview-title") == [OWN[1]]
    page.get_by_label("Plain text", exact=True).check()
    preview.get_by_text("**bold**").or_(preview.get_by_text("~~~~")).first.wait_for()
    assert page.evaluate(AUDIT, "#preview .prose") == []
    page.get_by_role("button", name="Back to the text").click()
    assert page.get_by_label("Text", exact=True).input_value() == tidy(text)
    assert wrong == []


def test_no_payload_acts_in_lists_and_searches(page, alice, wrong):
    lines = lines_of([payload for name in ["own", *CORPORA] for payload in collection(name)])
    pairs = list(zip(lines[::2], lines[1::2], strict=False))
    Article.objects.bulk_create(
        Article(title=title, byline=byline, slug=f"a-{n}", visibility=Visibility.PUBLIC)
        for n, (title, byline) in enumerate(pairs)
    )
    titles, bylines = [], []
    for number in range(-(-len(pairs) // PAGE_LENGTH)):
        visit(page, f"/?page={number + 1}", wrong)
        titles += shown(page, ".story-title a")
        bylines += shown(page, ".story-meta bdi")
    assert sorted(titles) == words(title for title, _ in pairs)
    assert sorted(bylines) == words(byline for _, byline in pairs)
    for line in lines_of(OWN, 90)[:12]:
        visit(page, f"/?{urlencode({'q': line})}", wrong)
        assert shown(page, "#q") == [line]
    assert wrong == []


def test_no_payload_acts_in_a_form_that_comes_back(page, sign_in, wrong):
    article = own_article()
    visit(page, f"/accounts/login/?{urlencode({'next': OWN[1]})}", wrong)
    page.locator("#id_username").fill(" ".join(OWN)[:150])
    page.locator("#id_password").fill("wrong")
    page.get_by_role("main").get_by_role("button").click()
    assert shown(page, "#id_username") == [" ".join(OWN)[:150].strip()]
    sign_in(page, owner_of(article))
    visit(page, f"{article.get_absolute_url()}annotations/", wrong)
    page.locator("#quote-new").fill("\n".join(OWN))
    page.locator("#note-new").fill("\n".join(OWN))
    page.get_by_role("button", name="Mark", exact=True).click()
    assert shown(page, "#quote-new, #note-new") == words(["\n".join(OWN)] * 2)
    visit(page, f"{article.get_absolute_url()}settings/", wrong)
    for name, typed in (("source_url", "javascript:alert(1)"), ("language_code", OWN[1])):
        page.locator(f"#id_{name}").evaluate("(field, typed) => field.value = typed", typed)
    page.locator("#id_language").select_option("other")
    page.locator("form.settings-form").evaluate("(form) => { form.noValidate = true }")
    page.get_by_role("button", name="Save").click()
    page.locator(".form-error").wait_for()
    assert shown(page, "#id_source_url") == ["javascript:alert(1)"]
    assert wrong == []
