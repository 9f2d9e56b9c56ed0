"""A reader reads and follows the argument: text, map, outline and cards move together."""

import pytest

from reader.argument.roles import RelationKind, Role
from tests.factories import make_annotation, make_article, make_relation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILLER = "\n\n".join(
    f"Paragraph {n} says little, at some length, so that the page scrolls." for n in range(30)
)
SOURCE = f"""Trees cool streets by several degrees.

## Why

Shade saves water. A single oak can shade a whole house front.

{FILLER}

## What speaks against it

Roots lift pavements, and somebody has to pay for that.
"""


@pytest.fixture
def article(transactional_db):
    article = make_article(SOURCE, public=True)
    claim = make_annotation(article, "Trees cool streets")
    premise = make_annotation(article, "Shade saves water.", Role.PREMISE)
    make_annotation(article, "A single oak", Role.EVIDENCE)
    counter = make_annotation(article, "Roots lift pavements", Role.COUNTERCLAIM)
    step = make_relation(premise, target=claim)
    make_relation(counter, target=step, kind=RelationKind.ATTACK)
    return article


@pytest.fixture
def reading(page, article):
    page.goto(article.get_absolute_url())
    page.wait_for_function(
        "customElements.get('passage-focus') && document.fonts.status === 'loaded'"
    )
    page.evaluate("window.stayed = true")
    yield page
    assert page.evaluate("window.stayed"), "the page was loaded anew"


def chosen(page):
    return page.evaluate("document.querySelector('.card.on')?.dataset.a ?? null")


def test_hovering_a_passage_lights_its_node(reading):
    reading.locator("#p-P2").hover()
    assert "hot" in reading.locator("#n-P2").get_attribute("class")
    reading.locator("h1").hover()
    assert "hot" not in reading.locator("#n-P2").get_attribute("class")


def test_clicking_a_node_goes_to_its_passage_and_opens_the_card(reading):
    reading.locator("#n-X4").click()
    card = reading.get_by_role("article", name="Counterclaim X4")
    assert card.is_visible()
    assert "undercuts the step from P2 to C1" in card.inner_text()
    reading.wait_for_function(
        "() => { const top = document.getElementById('p-X4').getBoundingClientRect().top;"
        " return top > 60 && top < innerHeight * .8 }"
    )
    assert reading.url.endswith("#p-X4")


def test_back_returns_to_what_was_chosen_before(reading):
    reading.locator("#n-C1").click()
    reading.locator("#n-P2").click()
    assert chosen(reading) == "P2"
    reading.go_back()
    reading.wait_for_function("() => document.querySelector('.card.on')?.dataset.a === 'C1'")
    reading.go_back()
    reading.wait_for_function("() => !document.querySelector('.card.on')")


def test_escape_lets_go(reading):
    reading.locator("#p-C1").click()
    assert chosen(reading) == "C1"
    reading.keyboard.press("Escape")
    assert chosen(reading) is None


def test_j_and_k_go_through_the_passages(reading):
    seen = []
    for key in "jjjk":
        reading.keyboard.press(key)
        seen.append(chosen(reading))
    assert seen == ["C1", "P2", "E3", "P2"]
    assert reading.evaluate("document.activeElement.id") == "r-P2"


def test_arrow_keys_walk_the_map_which_is_one_stop_for_tab(reading):
    assert reading.locator(".node[tabindex='0']").count() == 1
    reading.locator("#n-C1").focus()
    reading.keyboard.press("ArrowRight")
    assert reading.evaluate("document.activeElement.dataset.a") == "P2"
    reading.keyboard.press("ArrowLeft")
    assert reading.evaluate("document.activeElement.dataset.a") == "C1"


def test_enter_goes_from_the_text_to_the_map_and_back(reading):
    reading.keyboard.press("j")
    reading.keyboard.press("Enter")
    assert reading.evaluate("document.activeElement.id") == "n-C1"
    reading.keyboard.press("Enter")
    assert reading.evaluate("document.activeElement.id") == "r-C1"


def test_views_switch_without_a_load_and_can_be_shared(reading):
    for key, view in [("t", "text"), ("n", "margin"), ("o", "outline"), ("m", "map")]:
        reading.keyboard.press(key)
        assert reading.evaluate("document.documentElement.dataset.view") == view
        assert f"view={view}" in reading.url


def test_in_the_margin_view_each_card_stands_beside_its_passage(reading):
    reading.get_by_role("link", name="Margin").click()
    reading.wait_for_function("() => document.querySelector('#c-X4').style.top")
    card, mark = (reading.locator(f"#{p}-X4").bounding_box()["y"] for p in "cp")
    assert abs(card - mark) < 20
    assert reading.locator(".brackets path").count() >= 2


def test_the_map_follows_the_reading_line(reading):
    reading.locator("#p-X4").scroll_into_view_if_needed()
    reading.wait_for_function("() => document.querySelector('#n-X4').classList.contains('now')")


def test_a_link_to_an_annotation_opens_it(page, article):
    page.goto(f"{article.get_absolute_url()}?focus=X4")
    page.wait_for_function("() => document.querySelector('.card.on')?.dataset.a === 'X4'")
    page.goto(f"{article.get_absolute_url()}#p-E3")
    page.wait_for_function("() => document.querySelector('.card.on')?.dataset.a === 'E3'")


def test_a_role_can_be_filtered_out(reading):
    reading.get_by_role("checkbox", name="Premise").uncheck()
    assert "off" in reading.locator("#p-P2").get_attribute("class")
    assert "role=" in reading.url
    reading.get_by_role("checkbox", name="Premise").check()
    assert "off" not in reading.locator("#p-P2").get_attribute("class")


def test_a_branch_folds_without_a_load(reading):
    reading.locator("#n-P2").wait_for()
    reading.locator(".fold").first.click()
    reading.locator("#n-P2").wait_for(state="detached")
    assert "fold=" in reading.url
    reading.locator(".fold").first.click()
    reading.locator("#n-P2").wait_for()


def test_the_map_changes_its_shape_without_a_load(reading):
    reading.get_by_role("link", name="Column").click()
    reading.wait_for_url("**kind=rails*")
    reading.locator("svg.map #n-P2").wait_for()


def test_zoom_and_fit_change_the_scale(reading):
    scale = reading.locator("[data-map=scale]")
    before = scale.evaluate("e => e.value")
    reading.get_by_role("button", name="Zoom in").click()
    assert scale.evaluate("e => e.value") != before
    reading.get_by_role("button", name="Fit the whole map").click()
    assert reading.locator("#n-C1").is_visible()


def test_the_theme_is_kept_and_set_before_the_first_paint(reading, page):
    reading.get_by_role("button", name="Reading settings").click()
    reading.get_by_role("button", name="Dark").click()
    assert reading.evaluate("document.documentElement.dataset.theme") == "dark"
    with page.context.expect_page() as opened:
        page.evaluate("open(location.href)")
    other = opened.value
    other.wait_for_load_state()
    assert other.evaluate("document.documentElement.dataset.theme") == "dark"
    other.close()


def test_the_question_mark_lists_the_keys(reading):
    reading.keyboard.press("?")
    assert reading.get_by_role("dialog", name="Keyboard").is_visible()
    reading.keyboard.press("Escape")
    assert reading.get_by_role("dialog", name="Keyboard").is_hidden()


def test_single_keys_can_be_switched_off(reading):
    reading.get_by_role("button", name="Reading settings").click()
    reading.get_by_label("Single-key shortcuts").uncheck()
    reading.keyboard.press("Escape")
    reading.keyboard.press("j")
    assert chosen(reading) is None


def test_on_a_phone_the_argument_opens_over_the_text_and_closes(page, transactional_db):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(make_article(SOURCE, public=True).get_absolute_url())
    page.get_by_role("button", name="Map").click()
    pane = page.get_by_role("region", name="Argument")
    assert pane.get_by_text("No passage of this article is marked yet.").is_visible()
    pane.get_by_role("button", name="Close").click()
    assert pane.is_hidden()
