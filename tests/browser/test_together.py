"""Several people on one article, on the real server: each sees what the others do."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from reader.accounts.models import User
from reader.annotations.changes import reword
from reader.argument.roles import Role
from reader.articles.models import Article, Membership, Part
from tests.browser.conftest import READY
from tests.factories import make_annotation, make_article, make_member, owner_of
from tests.running import RunningServer
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILLER = "\n\n".join(
    f"Filler {n} stands here for its length alone, word by word." for n in range(40)
)
SOURCE = (
    f"Trees cool streets.\n\n{FILLER}\n\nShade saves water.\n\n{FILLER}\n\nRoots lift pavements."
)
LISTENS = "() => document.querySelector('#live[data-connected]')"
ASKS = re.compile(r"/live/.*\?ask")
HIDE = """() => { Object.defineProperty(document, "hidden", { value: true })
document.dispatchEvent(new Event("visibilitychange")) }"""
TOP_OF = "words => [...document.querySelectorAll('#text > *')].find(block => block.textContent.includes(words)).getBoundingClientRect().top"

Visit = Callable[[User | None], Page]


@pytest.fixture
def article() -> Article:
    article = make_article(SOURCE, public=True)
    make_annotation(article, "Shade saves water")
    return article


@pytest.fixture
def visit(chromium: Browser, running_server: RunningServer, article: Article) -> Iterator[Visit]:
    """A browser of one's own, with the article's page open and listening."""
    contexts, wrong = [], []

    def visit(user: User | None) -> Page:
        context = chromium.new_context(base_url=running_server.url)
        contexts.append(context)
        context.set_default_timeout(10_000)
        if user:
            context.add_cookies([running_server.cookie_of(user)])
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(article.get_absolute_url())
        if user:
            page.evaluate(READY)
        page.wait_for_function(LISTENS)
        page.evaluate("window.stayed = true")
        return page

    yield visit
    stayed = [page.evaluate("window.stayed") for context in contexts for page in context.pages]
    for context in contexts:
        context.close()
    assert all(stayed), "a page was loaded anew"
    assert not wrong


def test_what_others_change_appears_and_disturbs_nobody(visit, article):
    alice, bob = owner_of(article), make_member(article, "bob", Part.EDITOR)
    hers, theirs = visit(alice), visit(None)
    hers.locator("#r-C1").click()
    hers.locator("#edit-1").click()
    hers.locator("#gist-1").fill("Shade saves most of the water")
    hers.evaluate("document.getElementById('gist-1').setSelectionRange(2, 5)")
    before = hers.evaluate(TOP_OF, "Shade saves")

    make_annotation(article, "Trees cool streets", gist="Cooler in summer")
    reword(article.annotations.get(number=1), bob, 1, Role.CLAIM, "Shade helps")

    hers.wait_for_function("() => document.getElementById('p-C2')")
    hers.get_by_text("Since you opened this: Bob").wait_for()
    hers.locator("#live-news").get_by_text("Bob").wait_for()
    theirs.wait_for_function("() => document.getElementById('p-C2')")
    assert hers.evaluate("document.activeElement.id") == "gist-1"
    assert hers.evaluate("getSelection().toString()") == "ade"
    assert hers.locator("#gist-1").input_value() == "Shade saves most of the water"
    assert abs(hers.evaluate(TOP_OF, "Shade saves") - before) < 2
    assert hers.locator("#c-C1").evaluate("card => card.matches('.on')")


def test_everybody_sees_who_is_here_and_where_somebody_writes(visit, article):
    alice, bob = owner_of(article), make_member(article, "bob", Part.EDITOR)
    hers, his, _ = visit(alice), visit(bob), visit(None)
    hers.locator("#here").get_by_text("1 reader").wait_for()
    his.locator("#r-C1").click()
    his.locator("#edit-1").click()
    hers.locator("#r-C1").click()
    hers.locator("#c-C1 .doing").get_by_text("Bob is editing this").wait_for(state="attached")
    hers.locator("#here").get_by_text("B · C1").wait_for()
    assert hers.locator("#n-C1 .node-code").text_content() == "C1  · B"
    his.keyboard.press("Escape")
    hers.locator("#c-C1 .doing").wait_for(state="detached")
    his.context.close()
    hers.locator("#here .here-who").wait_for(state="detached")


def test_every_change_is_saved_once_whatever_is_lost_on_the_way(visit, article, running_server):
    """A page is loaded anew and an answer lost; then, without a server, one of two tabs is closed."""
    one = visit(owner_of(article))
    comment_though_the_answer_is_lost(one)
    two = another_tab(one, article)
    running_server.stop()
    mark(one, "Trees cool")
    one.locator("#live-state").get_by_text("1 change waits").wait_for()
    mark(two, "Roots lift")
    two.locator("#live-state").get_by_text("2 changes wait").wait_for()
    one.locator("#new-annotation-1-body").fill("And where?")
    one.get_by_role("button", name="Comment", exact=True).click()
    one.locator("#live-state").get_by_text("3 changes wait").wait_for()
    one.goto("about:blank")
    make_annotation(article, "Filler 3 stands here")
    running_server.start()
    two.locator("#live-state").get_by_text("saved").wait_for()
    two.wait_for_function("() => document.getElementById('p-C2')")
    two.wait_for_function(
        "() => document.getElementById('p-P3') && document.getElementById('p-P4')"
    )
    assert article.annotations.count() == 4
    wait_until(two, lambda: article.comments.count() == 3)
    said = article.comments.order_by("number").values_list("body", flat=True)
    assert list(said) == ["Look here.", "Is it so?", "And where?"]
    one.evaluate("window.stayed = true")


def test_a_page_that_slept_or_is_out_of_sight_goes_on(visit, article):
    page = visit(owner_of(article))
    page.clock.install()
    with page.expect_request(ASKS):
        page.clock.fast_forward(60_000)
    make_annotation(article, "Roots lift pavements")
    page.wait_for_function("() => document.getElementById('p-C2')")
    page.evaluate(HIDE)
    with page.expect_request(ASKS):
        page.clock.fast_forward(60_000)


def test_whoever_is_removed_hears_no_more(visit, article):
    bob = make_member(article, "bob", Part.EDITOR)
    Article.objects.filter(pk=article.pk).update(visibility="private")
    page = visit(bob)
    Membership.objects.get(article=article, user=bob).delete()
    make_annotation(article, "Roots lift pavements")
    page.locator("#live-state").get_by_text("may not see this article").wait_for()
    assert not page.evaluate("() => document.getElementById('p-C2')")


def mark(page: Page, words: str) -> None:
    """The paragraph that begins like this, as a premise."""
    page.evaluate(
        """words => { const range = document.createRange()
        const all = [...document.querySelectorAll("#text p")]
        range.selectNodeContents(all.find(block => block.textContent.startsWith(words)))
        getSelection().removeAllRanges()
        getSelection().addRange(range) }""",
        words,
    )
    page.locator(".picker-role").nth(1).click()


def say_something(page: Page, words: str) -> None:
    page.locator("#r-C1").click()
    page.locator("#c-C1 .card-discuss").click()
    page.locator("#new-annotation-1-body").fill(words)


def comment_though_the_answer_is_lost(page: Page) -> None:
    say_something(page, "Look here.")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.locator(".comment").get_by_text("Look here.").wait_for()
    assert "Look here" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.locator("#new-annotation-1-body").fill("Is it so?")
    page.reload()
    page.evaluate(READY)
    page.wait_for_function("() => document.getElementById('new-annotation-1-body')?.value")
    page.wait_for_function(LISTENS)
    page.route("**/comments/", lose_the_answer, times=1)
    page.get_by_role("button", name="Comment", exact=True).click()
    page.locator("#live-state").get_by_text("Your change is saved").wait_for()
    page.locator(".comment").get_by_text("Is it so?").wait_for()
    assert page.locator("#new-annotation-1-body").input_value() == ""


def another_tab(page: Page, article: Article) -> Page:
    tab = page.context.new_page()
    tab.goto(article.get_absolute_url())
    tab.evaluate(READY)
    tab.wait_for_function(LISTENS)
    tab.evaluate("window.stayed = true")
    return tab


def lose_the_answer(route: Route) -> None:
    """The server has done what it was asked to do, and nobody learns of it."""
    route.fetch()
    route.abort()
