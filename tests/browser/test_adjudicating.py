"""Two readings are put together in the browser, row by row, without losing one's place."""

from collections.abc import Callable

import pytest

from reader.accounts.models import User
from reader.argument.roles import Role
from reader.articles.models import Round
from tests.browser.conftest import READY
from tests.factories import make_article
from tests.rounds import connect, make_round, mark, sheet_of

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
    expect(next_row.get_by_label("All words of both")).to_be_focused()
    next_row.get_by_label("Gist").fill("")
    next_row.get_by_role("button", name="Adopt merged").click()
    expect(next_row).to_contain_text("Say it in one line.")
    next_row.get_by_label("Gist").fill("Shade is good for water")
    next_row.get_by_label("Role").select_option("evidence")
    next_row.get_by_role("button", name="Adopt merged").click()
    expect(next_row).to_contain_text("Adopted as E2")
    expect(next_row).to_be_focused()
    assert page.evaluate("window.stayed")

    page.get_by_role("button", name="Adopt the relation").click()
    expect(page.locator("#agreement-progress")).to_contain_text("1 of 1 relations")
