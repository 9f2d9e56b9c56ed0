"""Two readings are put together in the browser, row by row, without losing one's place."""

from collections.abc import Callable, Iterator

import pytest

from reader.accounts.models import User
from reader.annotations.adopting import Taking, adopt
from reader.annotations.verdicts import leave_out
from reader.argument.roles import Role
from reader.articles.models import Round
from tests.browser.conftest import READY
from tests.factories import make_article
from tests.rounds import connect, make_round, mark, sheet_of
from tests.running import RunningServer
from tests.waiting import wait_for_function

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def round(transactional_db: None, alice: User) -> Round:
    """Both read a claim and its reason; one calls the reason a premise, the other evidence."""
    round = make_round(make_article(editor=alice), "bob", "carol")
    for name, role in (("bob", Role.PREMISE), ("carol", Role.EVIDENCE)):
        sheet = sheet_of(round, name)
        claim = mark(sheet, "Trees cool streets")
        connect(mark(sheet, "Shade saves water", role), target=claim)
    return round


def test_rows_are_adopted_in_place_one_after_the_other(
    page: playwright.Page, sign_in: Callable, alice: User, round: Round
) -> None:
    sign_in(page, alice)
    page.goto(f"/a/{round.article.slug}/rounds/{round.number}/compare/")
    page.evaluate(READY)
    page.evaluate("window.stayed = true")

    row, next_row = page.locator("#row-1-1"), page.locator("#row-2-2")
    page.keyboard.press("j")
    expect(row).to_be_focused()
    page.keyboard.press("a")
    expect(row).to_contain_text("Adopted as C1")
    expect(page.locator("#agreement-progress")).to_contain_text("1 of 2 passages decided")
    expect(next_row).to_be_focused()
    page.keyboard.press("m")
    _merge(next_row)
    expect(next_row).to_contain_text("Adopted as E2")
    expect(next_row).to_be_focused()
    assert page.evaluate("window.stayed")

    page.keyboard.press("u")
    expect(next_row).to_be_focused()
    expect(next_row).not_to_contain_text("Adopted")
    expect(page.locator("#agreement-progress")).to_contain_text("1 of 2 passages decided")
    page.keyboard.press("b")
    expect(next_row).to_contain_text("Adopted as")
    assert page.evaluate("window.stayed")

    page.get_by_role("button", name="Adopt the relation").click()
    expect(page.locator("#agreement-progress")).to_contain_text("1 of 1 relations")


def _merge(row: playwright.Locator) -> None:
    expect(row.get_by_label("All words of both")).to_be_focused()
    row.get_by_label("Gist").fill("")
    row.get_by_role("button", name="Adopt merged").click()
    expect(row).to_contain_text("Say it in one line.")
    row.get_by_label("Gist").fill("Shade is good for water")
    row.get_by_label("Role").select_option("evidence")
    row.get_by_role("button", name="Adopt merged").click()


@pytest.fixture
def listening(
    chromium: playwright.Browser, running_server: RunningServer, alice: User, round: Round
) -> Iterator[playwright.Page]:
    """The comparison on the real server, hearing of what others do."""
    context = chromium.new_context(base_url=running_server.url)
    context.add_cookies([running_server.cookie_of(alice)])
    page = context.new_page()
    page.goto(f"/a/{round.article.slug}/rounds/{round.number}/compare/")
    page.evaluate(READY)
    page.evaluate("window.stayed = true")
    wait_for_function(page, "() => document.querySelector('#live[data-connected]')")
    yield page
    assert page.evaluate("window.stayed"), "the page was loaded anew"
    context.close()


def test_what_somebody_else_decides_appears_and_disturbs_nobody(
    listening: playwright.Page, round: Round
) -> None:
    page = listening
    row, other = page.locator("#row-2-2"), page.locator("#row-1-1")
    row.get_by_role("link", name="Merge").click()
    gist = row.get_by_label("Gist")
    gist.fill("Half of a gist")
    gist.evaluate("field => field.setSelectionRange(2, 4)")

    bob = User.objects.get(username="bob")
    bobs, carols = (sheet_of(round, name).annotations for name in ("bob", "carol"))
    adopt(round, [Taking(bobs.get(number=2), (carols.get(number=2),))], bob)
    leave_out(round, [bobs.get(number=1)], bob)

    expect(other).to_contain_text("Left out")
    expect(row).to_contain_text("Adopted as P1")
    expect(page.locator("#agreement-progress")).to_contain_text("1 of 2 passages decided")
    expect(gist).to_be_focused()
    expect(gist).to_have_value("Half of a gist")
    assert gist.evaluate("field => [field.selectionStart, field.selectionEnd]") == [2, 4]
    gist.press("Escape")
    expect(gist).to_have_count(0)
    expect(row).to_have_attribute("data-state", "P1,P1")
    expect(row).to_be_focused()
