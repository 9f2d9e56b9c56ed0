"""axe-core finds nothing to object to: on any page, in any theme, at any size."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from reader.argument.roles import RelationKind, Role
from tests.factories import make_annotation, make_article, make_relation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = """Trees *cool* streets.

## Why

Shade saves water.

| tree | shade |
| --- | --- |
| oak | deep |

Roots lift pavements. An oak is a cathedral.
"""
SIZES = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
OTHER_THEMES = ["dark", "sepia"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "async (options) => (await axe.run(document, options)).violations"


@pytest.fixture
def page(chromium, live_server):
    """A tab that is not watched: axe tries out styles of its own, which the policy reports."""
    context = chromium.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def article(transactional_db, alice):
    article = make_article(SOURCE, editor=alice, public=True, byline="Ines Moreau")
    claim = make_annotation(article, "Trees cool streets")
    premise = make_annotation(article, "Shade saves water.", Role.PREMISE, note="Once measured.")
    evidence = make_annotation(article, "oak", Role.EVIDENCE)
    counter = make_annotation(article, "Roots lift pavements", Role.COUNTERCLAIM)
    make_annotation(article, "Roots", Role.REBUTTAL)
    hidden = make_annotation(article, role=Role.ASSUMPTION, gist="Streets are too hot")
    make_annotation(article, "a cathedral", Role.RHETORIC, leans_on=claim)
    step = make_relation(premise, hidden, target=claim)
    make_relation(evidence, target=premise)
    make_relation(counter, target=step, kind=RelationKind.ATTACK)
    return article


def check(page, path):
    page.goto(path)
    page.evaluate("() => document.fonts.ready")
    return violations(page)


def violations(page, others=OTHER_THEMES):
    """What axe objects to in the light theme, and whether colours fail in another.

    They are the same on a phone, where only the light theme is looked at.
    """
    found = axe(page, "light", {"runOnly": TAGS})
    is_phone = page.viewport_size["width"] == SIZES["phone"][0]
    for theme in () if is_phone else others:
        found += axe(page, theme, {"runOnly": ["color-contrast"]})
    return found


def axe(page, theme, options):
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(Axe().axe_script)
    # Only violations are told in full: what is right would be half a megabyte.
    found = page.evaluate(RUN, options | {"resultTypes": ["violations"]})
    return [(theme, v["id"], [node["html"][:160] for node in v["nodes"]][:4]) for v in found]


def test_the_check_itself_finds_what_is_wrong(page, article):
    page.goto(article.get_absolute_url())
    page.evaluate("() => document.querySelector('h1').remove()")
    page.evaluate("() => document.body.append(document.createElement('button'))")
    assert {"page-has-heading-one", "button-name"} <= {rule for _, rule, _ in violations(page)}


@pytest.mark.parametrize("size", SIZES)
def test_the_reading_page_is_accessible(size, page, article):
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    assert check(page, article.get_absolute_url()) == []
    page.keyboard.press("j")
    assert violations(page) == [], "with an open card"


@pytest.mark.parametrize("view", ["text", "outline", "margin"])
def test_every_view_is_accessible(view, page, article):
    assert check(page, f"{article.get_absolute_url()}?view={view}") == []


@pytest.mark.parametrize("name", ["article_list", "login", "map_page", "outline_page"])
def test_every_public_page_is_accessible(name, page, article):
    args = [article.slug] if name in ("map_page", "outline_page") else []
    assert check(page, reverse(name, args=args)) == []


def test_one_annotation_by_itself_is_accessible(page, article):
    assert check(page, reverse("annotation_page", args=[article.slug, "C1"])) == []


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_the_editors_pages_are_accessible(size, page, article, alice, sign_in):
    page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
    sign_in(page, alice)
    assert check(page, article.get_absolute_url()) == []
    for name, args in [
        ("article_new", []),
        ("article_settings", [article.slug]),
        ("member_list", [article.slug]),
        ("article_delete", [article.slug]),
        ("annotation_list", [article.slug]),
        ("annotation_edit", [article.slug, 1]),
        ("relation_new", [article.slug]),
    ]:
        assert check(page, reverse(name, args=args)) == [], name


def test_no_page_scrolls_sideways(page, article):
    for path in (article.get_absolute_url(), f"{article.get_absolute_url()}?view=margin", "/"):
        page.goto(path)
        for width in (320, 390, 640, 820, 1024, 1240, 1440, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
