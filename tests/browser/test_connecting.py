"""An editor says what bears on what: dragging, by key, by combobox, with reasons where it makes no sense."""

import re

import pytest

from reader.annotations.graphs import reading_of
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article
from tests.browser.conftest import READY
from tests.factories import make_annotation, make_article, make_relation

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SOURCE = """Trees cool streets by several degrees.

Shade saves water. A single oak can shade a whole house front. Élan vital counts for nothing.

Roots lift pavements, and somebody has to pay for that.
"""


@pytest.fixture
def article(transactional_db: None) -> Article:
    article = make_article(SOURCE)
    make_annotation(article, "Trees cool streets", gist="Trees cool the city")
    make_annotation(article, "Shade saves water", Role.PREMISE)
    make_annotation(article, "A single oak", Role.EVIDENCE, gist="One oak is enough")
    make_annotation(article, "Roots lift pavements", Role.COUNTERCLAIM)
    make_annotation(article, "Élan vital", Role.CLAIM)
    return article


def open_form(page: playwright.Page, label: str) -> playwright.Locator:
    """Choose an annotation in the text and open the form that connects it."""
    page.locator(f"#r-{label}").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Connect", exact=True).press("Enter")
    form = page.get_by_role("form", name=f"Connect {label}")
    expect(form).to_be_visible()
    return form


def options(page: playwright.Page, name: str = "What it bears on") -> playwright.Locator:
    return page.get_by_role("listbox", name=name).get_by_role("option")


def relations(article: Article) -> list[tuple[str, tuple[int, ...], int | None, int | None]]:
    return [
        (str(r.kind), r.premises, r.target, r.target_relation)
        for r in reading_of(article).graph.relations
    ]


def notice(page: playwright.Page, words: str) -> playwright.Locator:
    return page.get_by_role("status").get_by_text(words)


def test_a_relation_is_made_with_the_keyboard_alone(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    form = open_form(page, "E3")
    box = form.get_by_role("combobox", name="What it bears on")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("p2")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options(page)).to_have_text([re.compile("^P2")])
    active = options(page).first.get_attribute("id")
    expect(box).to_have_attribute("aria-activedescendant", active)
    page.keyboard.press("Enter")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("P2 · Shade saves water")
    page.keyboard.press("Enter")
    expect(notice(page, "E3 supports P2.")).to_be_visible()
    expect(page.locator("#c-E3 .tie")).to_contain_text("supports P2")
    expect(page.locator("#argument [data-ends='E3 P2']").first).to_be_attached()
    assert relations(article) == [("support", (3,), 2, None)]


def test_the_nearest_claim_above_is_offered_and_taken_with_one_key(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    form = open_form(page, "X4")
    expect(form.get_by_label("What it does")).to_have_value("attacks")
    expect(form.get_by_role("combobox", name="What it bears on")).to_have_value("C5 · Élan vital")
    page.keyboard.press("Enter")
    expect(notice(page, "X4 attacks C5.")).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("", ["C1", "P2", "C5", "X4"]),
        ("c", ["C1", "C5"]),
        ("c5", ["C5"]),
        ("elan", ["C5"]),
        ("water shade", ["P2"]),
        ("city", ["C1"]),
    ],
)
def test_codes_are_found_first_and_then_words(
    signed_in_page: playwright.Page, article: Article, typed: str, codes: list[str]
) -> None:
    page = signed_in_page
    open_form(page, "E3").get_by_role("combobox", name="What it bears on").fill(typed)
    found = options(page).locator("b").all_text_contents()
    assert sorted(found) == sorted(codes)
    assert found[0] == codes[0]


def test_arrows_walk_the_list_and_escape_leaves_it_as_it_was(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    form = open_form(page, "E3")
    box = form.get_by_role("combobox", name="What it bears on")
    before = box.input_value()
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(options(page).and_(page.get_by_role("option", selected=True))).to_contain_text(
        before.split(" · ")[0]
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(options(page).and_(page.get_by_role("option", selected=True))).to_contain_text(
        before.split(" · ")[0]
    )
    box.fill("nonsense")
    expect(page.get_by_text("Nothing fits these words.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_have_value(before)
    expect(form).to_be_visible()
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()
    expect(page.locator("#edit-3")).to_be_focused()


def test_a_code_that_was_typed_but_not_chosen_counts(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    form = open_form(page, "E3")
    form.get_by_role("combobox", name="What it bears on").fill("p2")
    page.keyboard.press("Tab")
    expect(form.get_by_role("combobox", name="What it bears on")).to_have_value(
        "P2 · Shade saves water"
    )


def test_what_is_chosen_is_there_again_when_the_page_is_loaded_anew(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    page.on("dialog", lambda dialog: dialog.accept())
    form = open_form(page, "E3")
    form.get_by_role("combobox", name="What it bears on").fill("p2")
    for code in ("c1", "c5"):
        form.get_by_role("combobox", name="Together with").fill(code)
        page.keyboard.press("Enter")
    page.reload()
    page.evaluate("window.stayed = true")
    expect(form.get_by_role("combobox", name="What it bears on")).to_have_value(
        "P2 · Shade saves water"
    )
    expect(form.locator(".chip")).to_have_text(["C1", "C5"])


def test_the_list_works_with_the_mouse(signed_in_page: playwright.Page, article: Article) -> None:
    page = signed_in_page
    form = open_form(page, "E3")
    form.get_by_role("combobox", name="What it bears on").click()
    options(page).filter(has_text="Trees cool the city").click()
    form.get_by_role("button", name="Connect").click()
    expect(notice(page, "E3 supports C1.")).to_be_visible()


def test_a_click_on_a_passage_or_a_node_fills_in_the_field_that_has_the_focus(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    form = open_form(page, "E3")
    box = form.get_by_role("combobox", name="What it bears on")
    expect(box).to_be_focused()
    page.locator("#p-P2").click()
    expect(box).to_have_value("P2 · Shade saves water")
    expect(box).to_be_focused()
    page.locator("#n-C1").click()
    expect(box).to_have_value("C1 · Trees cool the city")
    expect(form).to_be_visible()
    page.keyboard.press("Enter")
    expect(notice(page, "E3 supports C1.")).to_be_visible()
    page.locator("#p-P2").click()
    expect(page.locator("#c-P2")).to_be_visible()


def test_linked_premises_are_added_and_left_out_again(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    form = open_form(page, "P2")
    together = form.get_by_role("combobox", name="Together with")
    together.focus()
    for code in ("e3", "x4"):
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    expect(form.get_by_role("button", name="Leave out E3")).to_be_visible()
    form.get_by_role("button", name="Leave out X4").click()
    together.focus()
    page.keyboard.press("Enter")
    expect(notice(page, "P2 supports C1 together with E3.")).to_be_visible()
    assert relations(article) == [("support", (2, 3), 1, None)]


def test_an_undercut_takes_a_step_as_its_target(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    make_relation(article.annotations.get(number=2), target=article.annotations.get(number=1))
    form = open_form(page, "X4")
    form.get_by_label("What it does").select_option("undercuts")
    box = form.get_by_role("combobox", name="What it bears on")
    expect(box).to_have_value("")
    box.focus()
    page.keyboard.press("ArrowDown")
    expect(options(page)).to_have_text([re.compile("the step from P2 to C1")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(notice(page, "X4 undercuts the step from P2 to C1.")).to_be_visible()
    assert relations(article)[1] == ("attack", (4,), None, 1)


def test_a_double_is_refused_in_place_and_everything_chosen_is_kept(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    make_relation(
        article.annotations.get(number=2),
        target=article.annotations.get(number=1),
        kind=RelationKind.ATTACK,
    )
    form = open_form(page, "P2")
    form.get_by_label("What it does").select_option("attacks")
    form.get_by_role("combobox", name="What it bears on").fill("c1")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(form.get_by_role("alert")).to_have_text("This is there already: P2 attacks C1.")
    expect(form.get_by_label("What it does")).to_have_value("attacks")
    expect(form.get_by_role("combobox", name="What it bears on")).to_have_value(
        "C1 · Trees cool the city"
    )


def test_a_circle_is_saved_said_and_shown_as_a_finding(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    make_relation(article.annotations.get(number=2), target=article.annotations.get(number=1))
    form = open_form(page, "C1")
    form.get_by_role("combobox", name="What it bears on").fill("p2")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(notice(page, "That closes a circle")).to_be_visible()
    expect(page.locator(".findings")).to_contain_text("C1")


def test_a_relation_is_taken_back_on_its_card_and_undone(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    make_relation(article.annotations.get(number=2), target=article.annotations.get(number=1))
    page.reload()
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    page.locator("#p-P2").click()
    page.get_by_role("button", name="Take back: P2 supports C1").click()
    expect(notice(page, "Taken back: P2 supports C1.")).to_be_visible()
    expect(page.locator("#c-P2 .tie")).to_have_count(0)
    expect(page.locator("#c-P2")).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator("#c-P2 .tie")).to_contain_text("supports C1")
    expect(page.locator("#c-P2")).to_be_visible()
    assert relations(article) == [("support", (2,), 1, None)]


def test_a_premise_joins_a_step_from_the_card_and_leaves_it_by_undo(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    make_relation(article.annotations.get(number=2), target=article.annotations.get(number=1))
    page.reload()
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    page.locator("#p-P2").click()
    page.get_by_role("link", name="Add a premise: P2 supports C1").click()
    expect(page.get_by_role("combobox", name="together with")).to_be_focused()
    page.keyboard.type("oak")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(notice(page, "P2 supports C1 together with E3.")).to_be_visible()
    expect(page.locator("#edit-2")).to_be_focused()
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(notice(page, "Undone:")).to_be_visible()
    assert relations(article) == [("support", (2,), 1, None)]


def test_the_offered_relation_is_taken_with_one_click_and_the_words_are_saved(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    page.locator("#p-P2").click()
    page.keyboard.press("e")
    gist = page.get_by_label("Gist", exact=True)
    expect(gist).to_be_focused()
    gist.fill("Shade keeps soil moist")
    page.get_by_role("button", name="supports C1").click()
    expect(notice(page, "P2 saved. P2 supports C1.")).to_be_visible()
    expect(page.locator("#c-P2 .card-gist")).to_have_text("Shade keeps soil moist")
    assert relations(article) == [("support", (2,), 1, None)]


def test_a_chosen_target_survives_another_change_to_the_page(
    signed_in_page: playwright.Page, article: Article, draw
) -> None:
    page = signed_in_page
    form = open_form(page, "E3")
    form.get_by_role("combobox", name="What it bears on").fill("p2")
    page.keyboard.press("Enter")
    draw("somebody has to pay")
    expect(page.get_by_role("toolbar", name="Mark the selection as")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator("#p-P6")).to_be_visible()
    expect(page.locator("#target-3-search")).to_have_value("P2 · Shade saves water")
    page.locator("#p-E3").click()
    form.get_by_role("button", name="Connect").click()
    expect(notice(page, "E3 supports P2.")).to_be_visible()


@pytest.mark.parametrize(("width", "view"), [(1440, "margin"), (1024, "map"), (390, "map")])
def test_the_form_fits_its_card_at_every_width(
    signed_in_page: playwright.Page, article: Article, width: int, view: str
) -> None:
    page = signed_in_page
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{article.get_absolute_url()}?view={view}#p-P2")
    page.evaluate(READY)
    page.wait_for_function("customElements.get('passage-picker') && window.htmx")
    page.evaluate("window.stayed = true")
    for opener, name in (("#edit-2", "Edit P2"), ("#connect-2", "Connect P2")):
        page.locator(opener).press("Enter")
        form = page.get_by_role("form", name=name)
        expect(form).to_be_visible()
        fits = form.evaluate("form => form.scrollWidth <= form.clientWidth")
        assert fits and page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.keyboard.press("Escape")


# DRAGGING, AND WHAT DOES THE SAME BY KEY

STEP = ".edge-hit[aria-label='Step: P2 supports C1']"


@pytest.fixture
def map_page(signed_in_page: playwright.Page, article: Article) -> playwright.Page:
    """P2 supports C1 already, and the tree is open."""
    make_relation(article.annotations.get(number=2), target=article.annotations.get(number=1))
    page = signed_in_page
    page.goto(f"{article.get_absolute_url()}?kind=tree")
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    expect(page.locator(".edge-hit")).to_have_count(1)
    return page


def drag(page: playwright.Page, start: str, end: str, at: tuple[float, float] = (0.5, 0.5)) -> None:
    """From the middle of one thing to a place in another; the button stays down."""
    page.mouse.move(*place_in(page, start, (0.5, 0.5)))
    page.mouse.down()
    page.mouse.move(*place_in(page, end, at), steps=4)


def place_in(page: playwright.Page, selector: str, at: tuple[float, float]) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    return box["x"] + box["width"] * at[0], box["y"] + box["height"] * at[1]


def said(page: playwright.Page) -> playwright.Locator:
    """What stands beside the pointer."""
    return page.locator(".thread-words")


def chooser(page: playwright.Page) -> playwright.Locator:
    return page.get_by_role("form", name="Connect what was dragged")


def test_a_node_is_dragged_onto_another_and_undone(
    map_page: playwright.Page, article: Article
) -> None:
    page = map_page
    drag(page, "#n-E3", "#n-P2")
    expect(said(page)).to_have_text("E3 supports P2?")
    page.mouse.up()
    expect(chooser(page).get_by_role("button", name="supports")).to_be_focused()
    page.keyboard.press("a")
    expect(notice(page, "E3 attacks P2.")).to_be_visible()
    expect(chooser(page)).to_be_hidden()
    expect(page.locator("#n-E3")).to_be_focused()
    expect(page.locator(".card.on")).to_have_count(0)
    assert relations(article)[1] == ("attack", (3,), 2, None)
    expect(page.locator(".edge-hit")).to_have_count(2)
    page.keyboard.press("u")
    expect(page.locator(".edge-hit")).to_have_count(1)


def test_what_cannot_be_says_why_not_and_escape_lets_go(
    map_page: playwright.Page, article: Article
) -> None:
    page = map_page
    drag(page, "#n-P2", "#n-C1")
    expect(said(page)).to_have_text("This is there already: P2 supports C1.")
    page.mouse.up()
    expect(said(page)).to_be_visible()
    expect(chooser(page)).to_be_hidden()
    expect(page.locator(".card.on")).to_have_count(0)
    drag(page, "#n-P2", "#n-C5")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(chooser(page)).to_be_hidden()
    expect(page.locator(".card.on")).to_have_count(0)
    page.locator("#n-C5").click()
    expect(page.locator("#c-C5")).to_be_visible()
    assert len(relations(article)) == 1


def test_a_node_is_dragged_onto_a_step_and_onto_its_joint(
    map_page: playwright.Page, article: Article
) -> None:
    page = map_page
    drag(page, "#n-X4", f"{STEP} .edge-band", at=(0.2, 0.5))
    expect(said(page)).to_have_text("X4 undercuts the step from P2 to C1?")
    page.mouse.up()
    page.keyboard.press("Enter")
    expect(notice(page, "X4 undercuts the step from P2 to C1.")).to_be_visible()
    drag(page, "#n-E3", f"{STEP} .joint-hit")
    expect(said(page)).to_have_text("E3 works together with P2?")
    page.mouse.up()
    expect(chooser(page).get_by_role("button", name="works together")).to_be_focused()
    page.keyboard.press("Enter")
    expect(notice(page, "E3 supports C1 together with P2.")).to_be_visible()
    assert relations(article) == [
        ("support", (2, 3), 1, None),
        ("attack", (4,), None, 1),
    ]


def test_a_code_is_dragged_onto_a_code_and_onto_the_map(
    map_page: playwright.Page, article: Article
) -> None:
    page = map_page
    drag(page, "#r-X4", "#r-C5")
    expect(said(page)).to_have_text("X4 attacks C5?")
    page.mouse.up()
    page.keyboard.press("Enter")
    expect(notice(page, "X4 attacks C5.")).to_be_visible()
    expect(page.locator("#r-X4")).to_be_focused()
    drag(page, "#r-E3", "#n-C1")
    page.mouse.up()
    chooser(page).get_by_role("button", name="supports").click()
    expect(notice(page, "E3 supports C1.")).to_be_visible()


def test_link_mode_takes_a_code_that_is_typed_with_the_keyboard_alone(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    page.locator("#r-E3").focus()
    page.keyboard.press("l")
    box = page.get_by_role("form", name="Link E3").get_by_role("combobox", name="What it bears on")
    expect(box).to_be_focused()
    expect(box).to_have_value("C1 · Trees cool the city")
    expect(page.locator("#link-status")).to_contain_text("Linking E3. E3 supports C1?")
    page.keyboard.type("p2")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(notice(page, "E3 supports P2.")).to_be_visible()
    expect(page.get_by_role("form", name="Link E3")).to_be_hidden()
    assert relations(article) == [("support", (3,), 2, None)]


def test_link_mode_takes_nodes_and_steps_by_enter_and_by_click(
    map_page: playwright.Page, article: Article
) -> None:
    page = map_page
    page.locator("#n-X4").focus()
    page.keyboard.press("l")
    bar = page.get_by_role("form", name="Link X4")
    expect(bar.get_by_role("combobox", name="What it bears on")).to_be_focused()
    page.locator("#n-X4").focus()
    page.keyboard.press("Enter")
    expect(bar).to_contain_text("X4 cannot bear on itself.")
    page.locator("#n-P2").click()
    expect(bar).to_contain_text("X4 attacks P2? Enter saves.")
    page.keyboard.press("s")
    expect(bar).to_contain_text("X4 supports P2?")
    page.locator(STEP).focus()
    page.keyboard.press("Enter")
    expect(bar).to_contain_text("X4 undercuts the step from P2 to C1?")
    page.keyboard.press("Enter")
    expect(notice(page, "X4 undercuts the step from P2 to C1.")).to_be_visible()
    page.locator("#n-E3").focus()
    page.keyboard.press("l")
    expect(page.get_by_role("combobox", name="What it bears on")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("form", name="Link E3")).to_be_hidden()
    expect(page.locator("#n-E3")).to_be_focused()


def test_a_step_of_the_map_says_what_must_be_true_and_lets_a_premise_go(
    map_page: playwright.Page, article: Article
) -> None:
    page = map_page
    page.locator(STEP).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#step-words")).to_have_text("P2 supports C1")
    page.locator("#step-panel").get_by_text("What must be true for this step?").first.click()
    page.locator("#step-assume-gist").fill("Water cools")
    page.keyboard.press("Enter")
    expect(notice(page, "A6 supports C1 together with P2.")).to_be_visible()
    expect(page.locator("#n-A6")).to_be_visible()
    expect(page.locator("#step-panel")).to_be_hidden()
    page.locator(".edge-hit .joint-hit").click()
    page.get_by_role("button", name="Take P2 out of this step").click()
    expect(notice(page, "A6 supports C1.")).to_be_visible()
    assert relations(article) == [("support", (6,), 1, None)]
