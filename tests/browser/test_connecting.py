"""An editor says what bears on what: by combobox and keyboard, with reasons where it makes no sense."""

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
    """Choose an annotation in the text and press the key that connects it."""
    page.locator(f"#r-{label}").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("l")
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
    page.get_by_role("button", name="Undo").click()
    expect(notice(page, "P2 supports C1.")).to_be_visible()
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
    expect(page.get_by_role("toolbar")).to_be_visible()
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
    for key, name in (("e", "Edit P2"), ("l", "Connect P2")):
        page.keyboard.press(key)
        form = page.get_by_role("form", name=name)
        expect(form).to_be_visible()
        fits = form.evaluate("form => form.scrollWidth <= form.clientWidth")
        assert fits and page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.keyboard.press("Escape")
