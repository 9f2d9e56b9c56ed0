import re
from html.parser import HTMLParser

import pytest

from reader.text.converting import convert
from reader.text.sanitising import ATTRIBUTES, LINK_REL, TAGS, sanitise
from tests.text.documents import attacks

EVERYTHING = "lang hx-get data-hx-get style onclick name id class href src title align scope start alt rel target"


class Attributes(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name, value or "") for name, value in attrs]


def attributes(html: str) -> list[tuple[str, str, str]]:
    parser = Attributes()
    parser.feed(html)
    parser.close()
    return parser.found


def link(href: str) -> str:
    kept = {name: value for _, name, value in attributes(sanitise(f'<a href="{href}">x</a>'))}
    return kept.get("href", "")


def image(src: str, *, remote_images: bool = False) -> str:
    found = attributes(sanitise(f'<img src="{src}" alt="x">', remote_images=remote_images))
    return {name: value for _, name, value in found}.get("src", "")


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/",
        "http://example.org/a?b=c d",
        "HTTPS://example.org",
        "mailto:someone@example.org",
        "/a/streets/",
        "/",
        "/?q=a#b",
    ],
)
def test_a_link_to_the_web_or_the_site_stays(href: str) -> None:
    assert link(href) == href


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java&#10;script:alert(1)",
        "&#1;javascript:alert(1)",
        "javascript:123",
        "data:text/html,x",
        "vbscript:x",
        "ftp://example.org/",
        "tel:123",
        "//example.org/",
        "/\\example.org",
        "/&#9;/example.org",
        "\\\\example.org",
        "https:example.org",
        "https:\\\\example.org",
        "https:///example.org",
        "relative/path",
        "?q=1",
        "#",
        "",
    ],
)
def test_any_other_link_loses_its_address(href: str) -> None:
    assert link(href) == ""


def test_links_within_the_page_and_footnotes_share_the_prefix() -> None:
    assert link("#toast") == "#uc-toast"
    assert sanitise('<li id="fn:a b">x</li>') == '<li id="uc-fn:a-b">x</li>'
    assert link("#fn:a b") == "#uc-fn:a-b"


@pytest.mark.parametrize("tag", ["p", "h1", "div", "a", "span", "li", "sup"])
def test_no_other_id_stays(tag: str) -> None:
    assert "id=" not in sanitise(f'<{tag} id="toast">x</{tag}>')


def test_every_link_carries_our_rel_and_not_the_authors() -> None:
    assert f'rel="{LINK_REL}"' in sanitise('<a href="/x" rel="opener">x</a>')


@pytest.mark.parametrize("src", ["/media/a.png", "/media/2024/ab-c_d.webp"])
def test_an_image_of_ours_stays(src: str) -> None:
    assert image(src) == src


@pytest.mark.parametrize(
    "src",
    [
        "/media/../logout/",
        "/media/./x.png",
        "/media/..",
        "/media/%2e%2e/logout/",
        "/media/a.png?x=1",
        "/media/",
        "/logout/",
        "//example.org/a.png",
        "a.png",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "https://example.org/a.png",
        "http://example.org/a.png",
    ],
)
def test_any_other_image_loses_its_address(src: str) -> None:
    assert image(src) == ""


def test_images_of_other_hosts_stay_where_the_site_allows_them() -> None:
    assert image("https://example.org/a.png", remote_images=True) == "https://example.org/a.png"
    assert image("http://example.org/a.png", remote_images=True) == ""
    assert image("//example.org/a.png", remote_images=True) == ""


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ('<div class="footnote modal">x</div>', '<div class="footnote">x</div>'),
        ('<div class="modal">x</div>', "<div>x</div>"),
        ('<code class="language-c++ x">x</code>', '<code class="language-c++">x</code>'),
        ('<code class="language-a_b">x</code>', "<code>x</code>"),
        ('<code class="footnote">x</code>', "<code>x</code>"),
        ('<ol start="3"><li>x</li></ol>', '<ol start="3"><li>x</li></ol>'),
        ('<ol start="x"><li>x</li></ol>', "<ol><li>x</li></ol>"),
        ('<abbr title="a &amp; b">x</abbr>', '<abbr title="a &amp; b">x</abbr>'),
        ("<mark>x</mark><details>y</details><button>z</button>", "xyz"),
        ("a<script>b</script><svg>c</svg><textarea>d</textarea><!-- e -->", "a"),
    ],
)
def test_only_what_the_list_names_stays(html: str, kept: str) -> None:
    assert sanitise(html) == kept


def test_alignment_and_scope_take_known_values_only() -> None:
    row = '<table><tr><th align="{}" scope="{}">x</th></tr></table>'
    assert 'align="right" scope="col"' in sanitise(row.format("right", "col"))
    assert "<th>" in sanitise(row.format("justify", "x"))


@pytest.mark.parametrize("tag", sorted(TAGS - {"table", "tbody", "thead", "tr", "caption"}))
def test_no_element_takes_an_attribute_that_is_not_on_the_list(tag: str) -> None:
    html = sanitise(
        "<{0} {1}>x</{0}>".format(tag, " ".join(f'{name}="evil"' for name in EVERYTHING.split()))
    )
    allowed = ATTRIBUTES.get(tag, set()) & {"title", "alt"} | ({"rel"} if tag == "a" else set())
    assert {name for _, name, _ in attributes(html)} <= allowed


def test_line_ends_and_control_characters_are_those_of_a_browser() -> None:
    assert sanitise("<p>a&#13;b&#13;&#10;c&#1;d&#12;e&#9;f</p>") == "<p>a\nb\ncde\tf</p>"


SAFE_ADDRESS = re.compile(r"https?://|mailto:|/(?![/\\])|#(uc-|s-)")
OURS = {
    ("div", "class"),
    ("div", "tabindex"),
    ("div", "role"),
    ("div", "aria-label"),
    ("pre", "tabindex"),
}


def test_attacks_leave_only_what_the_list_names() -> None:
    payloads = attacks("xss_markdown", "xss_html")
    if not payloads:
        pytest.skip("the collections of attacks are not beside this repository")
    for payload in payloads:
        for tag, name, value in attributes(convert(payload) + sanitise(payload)):
            heading_id = name == "id" and re.fullmatch(r"h[2-6]", tag)
            assert (
                heading_id
                or (tag, name) in OURS
                or name in ATTRIBUTES.get(tag, {})
                or name == "rel"
            )
            assert name not in {"href", "src"} or SAFE_ADDRESS.match(value), payload
            assert name != "src" or value.startswith("/media/"), payload
