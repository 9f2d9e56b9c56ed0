"""Everything can be read and reached without JavaScript, and on paper."""

import pytest

from reader.argument.roles import Role
from tests.factories import make_annotation, make_article, make_relation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db):
    article = make_article("Trees cool streets.\n\nShade saves water.", public=True)
    claim = make_annotation(article, "Trees cool streets")
    premise = make_annotation(article, "Shade saves water.", Role.PREMISE, note="Measured in Graz.")
    hidden = make_annotation(article, role=Role.ASSUMPTION, gist="Streets are too hot")
    make_relation(premise, hidden, target=claim)
    return article


@pytest.fixture(params=[1440, 390], ids=["desktop", "phone"])
def plain(chromium, live_server, article, request):
    size = {"width": request.param, "height": 844}
    context = chromium.new_context(
        base_url=live_server.url, java_script_enabled=False, viewport=size
    )
    context.set_default_timeout(5_000)
    page = context.new_page()
    page.goto(article.get_absolute_url())
    yield page
    context.close()


def test_a_code_in_the_text_opens_the_card(plain):
    plain.locator("#r-P2").click()
    assert plain.get_by_role("article", name="Premise P2").is_visible()
    assert plain.get_by_text("Measured in Graz.").is_visible()


def test_a_card_leads_to_the_cards_it_is_tied_to(plain):
    plain.locator("#r-P2").click()
    plain.locator("#c-P2 .tie").first.click()
    assert plain.locator("#c-C1").is_visible()


def test_every_view_is_an_address(plain):
    for view in ("Text", "Outline", "Margin", "Map"):
        plain.get_by_role("link", name=view, exact=True).click()
        assert f"view={view.lower()}" in plain.url
        assert plain.get_by_text("Trees cool streets").first.is_visible()


def test_the_outline_can_be_read_with_what_the_text_never_says(plain, article):
    plain.goto(f"{article.get_absolute_url()}?view=outline")
    item = plain.locator("#o-A3")
    assert "Streets are too hot" in item.inner_text()
    assert "supports C1 together with P2" in item.inner_text()


def test_nothing_is_offered_that_needs_script(plain):
    assert plain.get_by_role("button", name="Reading settings").count() == 0
    assert plain.get_by_role("button", name="Zoom in").count() == 0


def test_paper_gets_text_with_codes_then_map_then_outline(page, article):
    page.goto(article.get_absolute_url())
    page.emulate_media(media="print")
    tops = [
        page.locator(selector).bounding_box()["y"] for selector in ("#text", "svg.map", "#outline")
    ]
    assert tops == sorted(tops)
    assert page.locator("#r-P2").is_visible()
    assert page.locator(".bar").is_hidden()
    assert page.locator("#c-P2").is_hidden()
    assert page.pdf()[:4] == b"%PDF"
