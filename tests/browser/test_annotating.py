"""An editor marks passages by mouse, by touch and by keyboard alone, words them and undoes it."""

import re
from collections.abc import Callable

import pytest

from reader.annotations.changes import annotate, reword
from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation
from reader.argument.roles import Role
from reader.articles.models import Article, Part, Revision
from tests.browser.conftest import READY
from tests.factories import make_annotation, make_article, make_member, owner_of

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILLER = "\n\n".join(
    f"Paragraph {n} says little, at some length, for scrolling." for n in range(40)
)
SOURCE = f"""Trees cool *streets by several* degrees. Shade saves water, people say. A 🌳 costs little.

Roots lift pavements, and somebody pays. That is the price of shade.

- limes are tall
- oaks are **slow** to grow

| tree | shade |
| ---- | ----- |
| lime | 30 m² |
| oak  | 90 m² |

{FILLER}

The very last paragraph has 日本語 and العربية in it.
"""

DRAWN = {
    "hade saves wat": "Shade saves water",
    "cool streets by several deg": "cool streets by several degrees",
    "price of shade.\n\nlimes": "price of shade.\n\nlimes",
    "oaks are slow": "oaks are slow",
    "30 m²\n\n\noak\n90 m²": "30 m²\n\n\noak\n90 m²",
    "A 🌳 costs": "A 🌳 costs",
    "日本語 and العربية": "日本語 and العربية",
}


@pytest.fixture
def article(transactional_db: None) -> Article:
    return make_article(SOURCE)


@pytest.fixture
def picker(signed_in_page: playwright.Page) -> playwright.Locator:
    return signed_in_page.get_by_role("toolbar", name="Mark the selection as")


def notice(page: playwright.Page, words: str) -> playwright.Locator:
    """What is said in a live region."""
    return page.get_by_role("status").get_by_text(words)


def quotes(article: Article) -> list[str]:
    return [p.quote for a in reading_of(article).annotations for p in a.passages.all()]


def test_a_drawn_selection_is_marked_by_a_click_and_worded_at_once(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    draw("Shade saves water")
    picker.get_by_role("button", name="Premise").click()
    expect(page.get_by_label("Gist", exact=True)).to_be_focused()
    expect(page.get_by_label("Gist", exact=True)).to_have_value("Shade saves water")
    expect(picker).to_be_hidden()
    expect(page.locator("#p-P1")).to_have_text("Shade saves water")
    expect(page.locator("#n-P1")).to_be_visible()
    expect(notice(page, "Marked as P1.")).to_be_visible()
    page.keyboard.type("Shade keeps the soil moist")
    page.keyboard.press("Enter")
    expect(notice(page, "P1 saved.")).to_be_visible()
    expect(page.locator("#c-P1 .card-gist")).to_have_text("Shade keeps the soil moist")
    expect(page.get_by_role("link", name="Edit")).to_be_focused()
    assert Annotation.objects.get().gist == "Shade keeps the soil moist"


def test_each_digit_gives_its_role(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable
) -> None:
    draw("Roots lift pavements")
    expect(picker).to_be_visible()
    for digit, role in enumerate(Role, 1):
        button = picker.get_by_role("button", name=role.capitalize(), exact=True)
        expect(button).to_have_attribute("aria-keyshortcuts", str(digit))
    signed_in_page.keyboard.press("7")
    expect(signed_in_page.locator("#p-Rh1")).to_have_text("Roots lift pavements")


def test_selections_across_words_markup_paragraphs_lists_and_tables_are_marked(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page, text = signed_in_page, article.head.text
    for number, (drawn, whole) in enumerate(DRAWN.items(), 1):
        draw(_as_it_stands(drawn, text))
        expect(picker).to_be_visible()
        page.keyboard.press("1")
        expect(page.locator(f"#gist-{number}")).to_be_focused()
        page.keyboard.press("Escape")
        passages = Annotation.objects.get(number=number).passages
        assert passages.get().quote == _as_it_stands(whole, text)


def _as_it_stands(words: str, text: str) -> str:
    """The same words with the white space that really is between them."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(pattern, text)
    assert found, words
    return found[0]


def test_overlapping_passages_are_marked_one_over_the_other(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    for words, digit, label in (
        ("Trees cool streets by several", "1", "C1"),
        ("several degrees", "2", "P2"),
    ):
        draw(words)
        expect(picker).to_be_visible()
        signed_in_page.keyboard.press(digit)
        expect(signed_in_page.locator(f"#p-{label}")).to_be_visible()
    expect(signed_in_page.locator("mark[data-a=C1] mark[data-a=P2]")).to_have_text("several")


def selected(page: playwright.Page) -> str:
    return str(page.evaluate("document.getSelection().toString()")).strip()


def test_sentence_after_sentence_is_marked_with_the_keyboard_alone(
    signed_in_page: playwright.Page, picker: playwright.Locator, article: Article
) -> None:
    page = signed_in_page
    page.keyboard.press("a")
    page.keyboard.press("j")
    expect(picker).to_be_visible()
    expect(notice(page, "“Shade saves water, people say.”, 5 words selected.")).to_be_attached()
    page.keyboard.press("2")
    expect(page.get_by_label("Gist", exact=True)).to_be_focused()
    page.keyboard.type("Shade saves water")
    page.keyboard.press("Tab")
    expect(page.locator("#note-1")).to_be_focused()
    page.keyboard.type("Who says so?")
    page.keyboard.press("Control+Enter")
    expect(notice(page, "P1 saved.")).to_be_visible()
    expect(notice(page, "“A 🌳 costs little.”, 4 words selected.")).to_be_attached()
    page.keyboard.press("3")
    expect(page.get_by_label("Gist", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(picker).to_be_visible()
    assert selected(page) == "A 🌳 costs little."
    page.keyboard.press("j")
    assert selected(page) == "Roots lift pavements, and somebody pays."
    assert quotes(article) == ["Shade saves water, people say.", "A 🌳 costs little."]


def test_the_sentence_cursor_goes_back_grows_and_shrinks(
    signed_in_page: playwright.Page, picker: playwright.Locator, article: Article
) -> None:
    page = signed_in_page
    for key in ("a", "j", "j", "k", "J", "J", "K", "Shift+ArrowLeft", "Alt+Shift+ArrowLeft"):
        page.keyboard.press(key)
    expect(picker).to_be_visible()
    assert selected(page) == "Shade saves water, people say. A 🌳 costs littl"
    for key in ("o", "Shift+ArrowRight"):
        page.keyboard.press(key)
    assert selected(page) == "saves water, people say. A 🌳 costs littl"
    page.keyboard.press("Escape")
    expect(picker).to_be_hidden()
    assert page.evaluate("document.getSelection().isCollapsed")


def test_native_keyboard_selection_raises_the_picker_too(
    signed_in_page: playwright.Page, picker: playwright.Locator, article: Article
) -> None:
    page = signed_in_page
    page.evaluate(
        """() => {
          const words = document.querySelector("#text p").firstChild
          document.getSelection().setBaseAndExtent(words, 0, words, 1)
        }"""
    )
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    expect(picker).to_be_visible()
    expect(notice(page, "“Trees”, 1 word selected.")).to_be_attached()
    page.keyboard.press("1")
    expect(page.locator("#p-C1")).to_have_text("Trees")


def test_tab_leads_from_the_text_to_the_picker_and_arrows_through_it(
    signed_in_page: playwright.Page, picker: playwright.Locator, article: Article
) -> None:
    page = signed_in_page
    page.keyboard.press("a")
    expect(picker).to_be_visible()
    page.keyboard.press("Tab")
    expect(picker.get_by_role("button", name="Claim", exact=True)).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(picker.get_by_role("button", name="Evidence")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#p-E1")).to_be_visible()


def test_the_whole_sentence_is_taken_by_its_button_or_key(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    draw("saves")
    picker.get_by_role("button", name="Whole sentence").click()
    signed_in_page.keyboard.press("1")
    expect(signed_in_page.locator("#p-C1")).to_have_text("Shade saves water, people say.")


def test_single_keys_that_are_switched_off_stay_silent(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    page.evaluate("localStorage.setItem('crux:reading', JSON.stringify({ keys: false }))")
    page.keyboard.press("a")
    expect(picker).to_be_hidden()
    draw("Shade saves water")
    expect(picker).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("Tab")
    page.keyboard.press("2")
    expect(page.locator("#p-P1")).to_be_visible()


def test_the_next_words_are_marked_before_the_answer_and_nothing_jumps(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    draw("Paragraph 20 says little")
    expect(picker).to_be_visible()
    before = page.evaluate("scrollY")
    page.keyboard.press("1")
    expect(page.get_by_label("Gist", exact=True)).to_be_focused()
    assert abs(page.evaluate("scrollY") - before) <= 1
    held: list[playwright.Route] = []
    page.route("**/annotations/", lambda route: held.append(route), times=1)
    for number in (21, 22):
        draw(f"Paragraph {number} says little")
        expect(picker).to_be_visible()
        page.keyboard.press("2")
    draw("Paragraph 23 says little")
    held[0].continue_()
    expect(page.locator("#p-P3")).to_be_visible()
    assert selected(page) == "Paragraph 23 says little"
    assert [a.label for a in reading_of(article).annotations] == ["C1", "P2", "P3"]


def test_words_being_typed_on_one_card_survive_marking_others(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    draw("Shade saves water")
    expect(picker).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_label("Gist", exact=True)).to_be_focused()
    page.keyboard.type("Half a thou")
    draw("Roots lift pavements")
    expect(picker).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator("#p-P2")).to_be_visible()
    expect(page.locator("#gist-1")).to_have_value("Half a thou")


def test_keys_pressed_on_a_button_of_a_form_leave_its_words_alone(
    signed_in_page: playwright.Page, picker: playwright.Locator, article: Article
) -> None:
    page = signed_in_page
    for key in ("a", "j"):
        page.keyboard.press(key)
    expect(picker).to_be_visible()
    page.keyboard.press("2")
    gist = page.get_by_label("Gist", exact=True)
    expect(gist).to_be_focused()
    gist.fill("My own words")
    save = page.get_by_role("button", name="Save", exact=True)
    save.focus()
    for key in ("e", "u", "t", "2"):
        page.keyboard.press(key)
    expect(save).to_be_focused()
    page.locator("#article").focus()
    page.keyboard.press("e")
    expect(gist).to_be_focused()
    expect(gist).to_have_value("My own words")


def test_an_answer_that_comes_late_does_not_bring_old_words_back(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    draw("Shade saves water")
    expect(picker).to_be_visible()
    page.keyboard.press("2")
    expect(page.get_by_label("Gist", exact=True)).to_be_focused()
    held: list[playwright.Route] = []
    page.route("**/annotations/", lambda route: held.append(route), times=1)
    draw("Roots lift pavements")
    expect(picker).to_be_visible()
    page.keyboard.press("3")
    page.locator("#gist-1").fill("Shade is worth its water")
    page.locator("#gist-1").press("Enter")
    held[0].continue_()
    expect(page.locator("#c-E2")).to_have_count(1)
    expect(notice(page, "P1 saved.")).to_be_visible()
    expect(page.locator("#c-P1 .card-gist")).to_have_text("Shade is worth its water")


def test_marking_is_undone_by_its_key(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    draw("Shade saves water")
    expect(picker).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_label("Gist", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.locator("mark")).to_have_count(0)
    expect(notice(page, "Undone: marked C1.")).to_be_visible()
    page.locator("#notices").get_by_role("button", name="Redo").click()
    expect(page.locator("#p-C1")).to_have_text("Shade saves water")


def test_a_change_that_cannot_be_undone_leads_to_the_one_before(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page, alice = signed_in_page, owner_of(article)
    make_annotation(article, "Trees cool")
    annotation = make_annotation(article, "Shade saves water")
    reword(annotation, alice, 1, Role.CLAIM, "Mine")
    reword(annotation, make_member(article, "bob", Part.EDITOR), 2, Role.CLAIM, "Bob’s")
    for key, offered in (("u", "C2"), ("Control+z", "C1")):
        page.keyboard.press(key)
        expect(
            page.get_by_role("button", name=f"the one before it: marked {offered}")
        ).to_be_visible()
    page.keyboard.press("u")
    expect(notice(page, "Undone: marked C1.")).to_be_visible()


def test_withdrawing_leaves_a_notice_that_stays_while_it_has_the_focus(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    page.clock.install()
    draw("Shade saves water")
    page.clock.run_for(1_000)
    page.keyboard.press("1")
    expect(page.locator("#p-C1")).to_be_visible()
    page.clock.run_for(1_000)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Withdraw").click()
    undo = page.locator("#notices").get_by_role("button", name="Undo")
    expect(notice(page, "C1 withdrawn.")).to_be_visible()
    page.clock.run_for(1_000)
    undo.focus()
    page.clock.run_for(30_000)
    expect(undo).to_be_visible()
    page.locator("#article").focus()
    page.clock.run_for(11_000)
    expect(undo).to_be_hidden()


def test_the_same_words_marked_again_open_what_is_there(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    for _ in range(2):
        draw("Shade saves water")
        expect(picker).to_be_visible()
        signed_in_page.keyboard.press("1")
        expect(signed_in_page.get_by_label("Gist", exact=True)).to_be_focused()
        signed_in_page.keyboard.press("Escape")
    expect(notice(signed_in_page, "C1 marks these words already.")).to_be_visible()
    assert Annotation.objects.count() == 1


def test_a_selection_in_a_text_that_has_changed_is_refused_and_stays(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    draw("Shade saves water")
    expect(picker).to_be_visible()
    text = "Quite another text."
    head = Revision.objects.create(
        article=article, number=2, source=text, html=text, text=text, author=owner_of(article)
    )
    Article.objects.filter(pk=article.pk).update(head=head)
    page.keyboard.press("1")
    expect(
        page.get_by_role("alert").filter(has_text="not in the article as it stands now")
    ).to_be_visible()
    assert page.evaluate("document.getSelection().toString()") == "Shade saves water"
    expect(picker).to_be_visible()
    assert not Annotation.objects.exists()


def test_too_much_text_is_refused_and_stays_selected(
    signed_in_page: playwright.Page, picker: playwright.Locator, article: Article
) -> None:
    page = signed_in_page
    page.locator("#article").focus()
    page.evaluate("document.getSelection().selectAllChildren(document.getElementById('stage'))")
    picker.get_by_role("button", name="Claim", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="at most 2,000 characters")).to_be_visible()
    assert len(page.evaluate("document.getSelection().toString()")) > 2_000


def test_white_space_and_words_outside_the_article_raise_no_picker(
    signed_in_page: playwright.Page, picker: playwright.Locator
) -> None:
    page = signed_in_page
    for selector in ("h1", ".byline"):
        page.evaluate(
            "(at) => document.getSelection().selectAllChildren(document.querySelector(at))",
            selector,
        )
        page.wait_for_timeout(250)
        expect(picker).to_be_hidden()


def test_a_lost_connection_is_said_and_what_was_typed_is_saved_later(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    draw("Shade saves water")
    expect(picker).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_label("Gist", exact=True)).to_be_focused()
    page.keyboard.type("Typed on a train")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="your changes are kept")).to_be_visible()
    expect(page.get_by_label("Gist", exact=True)).to_have_value("Typed on a train")
    page.context.set_offline(False)
    expect(page.locator("#c-C1 .card-gist")).to_have_text("Typed on a train")


def test_what_is_cancelled_while_it_waits_is_not_sent_later(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    make_annotation(article, "Shade saves water")
    page.reload()
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    page.locator("#p-C1").click()
    page.keyboard.press("e")
    page.locator("#c-C1").get_by_label("Gist", exact=True).fill("Not after all")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    state = page.get_by_role("status").filter(has_text="1 change waits")
    expect(state).to_be_visible()
    page.locator("#c-C1 [data-cancel]").click()
    expect(state).to_be_hidden()
    assert "outbox" not in page.evaluate("Object.keys(localStorage).join()")
    page.context.set_offline(False)


def test_the_browser_asks_before_it_throws_typed_words_away(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    asked: list[str] = []

    def answer(dialog: playwright.Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", answer)
    draw("Shade saves water")
    expect(picker).to_be_visible()
    page.keyboard.press("1")
    expect(page.get_by_label("Gist", exact=True)).to_be_focused()
    page.keyboard.type("Not saved yet")
    page.evaluate("location.reload()")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    page.keyboard.press("Enter")
    expect(notice(page, "C1 saved.")).to_be_visible()
    page.reload()
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    assert asked == ["beforeunload"]


def test_recasting_and_a_note_are_saved_with_control_and_enter(
    signed_in_page: playwright.Page, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    make_annotation(article, "Shade saves water")
    page.reload()
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    page.locator("#p-C1").click()
    page.keyboard.press("e")
    page.get_by_role("radio", name="Rhetoric").check(force=True)
    device = page.get_by_role("combobox", name="Device")
    device.fill("loaded")
    device.press("Enter")
    page.get_by_label("Note").fill("Said with a smile.")
    page.keyboard.press("Control+Enter")
    expect(notice(page, "C1 is Rh1 now.")).to_be_visible()
    expect(page.locator("#p-Rh1")).to_have_text("Shade saves water")
    expect(page.locator("#c-Rh1 .card-note")).to_have_text("Said with a smile.")
    expect(page.locator("#c-Rh1 .card-device")).to_have_text("Loaded language")


def test_a_gist_that_is_too_long_is_counted_and_refused_in_place(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    draw("Shade saves water")
    expect(picker).to_be_visible()
    page.keyboard.press("1")
    gist = page.get_by_label("Gist", exact=True)
    gist.fill("🌳" * 201)
    expect(page.locator("#gist-1-count")).to_have_text("201 / 200")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Keep it to 200 characters; these are 201.")).to_be_visible()
    expect(gist).to_have_value("🌳" * 201)
    expect(gist).to_be_focused()


def test_somebody_elses_version_is_shown_beside_ones_own(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    make_annotation(article, "Shade saves water")
    page.reload()
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    page.locator("#p-C1").click()
    page.keyboard.press("e")
    gist = page.get_by_label("Gist", exact=True)
    gist.fill("Mine")
    Annotation.objects.update(gist="Theirs", version=2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="while you were writing")).to_be_focused()
    expect(page.locator(".theirs")).to_contain_text("Theirs")
    expect(gist).to_have_value("Mine")
    page.get_by_role("button", name="Take this gist").click()
    expect(gist).to_have_value("Theirs")
    gist.fill("Mine after all")
    page.get_by_role("button", name="Save this").click()
    expect(page.locator("#c-C1 .card-gist")).to_have_text("Mine after all")


def test_what_the_text_leaves_unsaid_is_added_beside_the_map(
    signed_in_page: playwright.Page, article: Article
) -> None:
    page = signed_in_page
    page.get_by_role("button", name="Unstated").click()
    page.get_by_label("In one line").fill("People walk in summer")
    page.keyboard.press("Enter")
    expect(notice(page, "Marked as A1.")).to_be_visible()
    expect(page.get_by_label("In one line")).to_be_hidden()
    expect(page.locator("#n-A1")).to_be_visible()
    assert reading_of(article).implicit == {1}


def test_a_finger_gets_a_docked_picker_and_keeps_its_selection_until_it_taps(
    chromium: playwright.Browser, live_server, watch: Callable, sign_in: Callable, article: Article
) -> None:
    context = chromium.new_context(
        base_url=live_server.url, viewport={"width": 390, "height": 844}, has_touch=True
    )
    page = context.new_page()
    watch(page)
    sign_in(page, owner_of(article))
    page.goto(article.get_absolute_url())
    page.evaluate(READY)
    page.wait_for_function("customElements.get('passage-picker') && window.htmx")
    page.evaluate(
        """() => {
          const words = document.querySelector("#text p").lastChild
          document.getSelection().setBaseAndExtent(words, 10, words, 27)
        }"""
    )
    picker = page.get_by_role("toolbar", name="Mark the selection as")
    expect(picker).to_be_visible()
    box = picker.bounding_box()
    assert box and box["y"] > 844 - 200 and box["x"] >= 0 and box["x"] + box["width"] <= 390
    for button in picker.get_by_role("button").all():
        size = button.bounding_box()
        assert size and size["height"] >= 44
    picker.get_by_role("button", name="Premise").tap()
    expect(page.locator("#p-P1")).to_be_visible()
    expect(page.get_by_label("Gist", exact=True)).to_be_visible()
    context.close()


def test_another_view_and_its_shape_of_the_map_stay_as_they_are(
    signed_in_page: playwright.Page, picker: playwright.Locator, draw: Callable, article: Article
) -> None:
    page = signed_in_page
    owner = owner_of(article)
    for start in range(0, 20, 6):
        annotate(article, Role.CLAIM, f"Claim {start}", by=owner, spans=[(start, start + 5)])
    page.goto(f"{article.get_absolute_url()}?kind=rails")
    page.evaluate(READY)
    page.wait_for_function("customElements.get('passage-picker') && window.htmx")
    page.evaluate("window.stayed = true")
    draw("Roots lift pavements")
    expect(picker).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator("#p-P5")).to_be_visible()
    expect(page.locator("[data-kind-of-map=rails]")).to_have_attribute("aria-current", "true")
    expect(page.locator("#n-P5")).to_be_visible()
