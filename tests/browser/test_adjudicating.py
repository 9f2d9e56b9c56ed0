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


def test_rows_are_adopted_in_place_and_relations_offered(
    page: playwright.Page, sign_in: Callable, alice: User, round: Round
) -> None:
    sign_in(page, alice)
    page.goto(f"/a/{round.article.slug}/rounds/{round.number}/compare/")
    page.evaluate(READY)
    page.evaluate("window.stayed = true")

    page.locator("#row-1-1").get_by_role("button", name="Adopt A").click()
    expect(page.locator("#row-1-1")).to_contain_text("Adopted as C1")
    expect(page.locator("#agreement-progress")).to_contain_text("1 of 2 decided")
    row = page.locator("#row-2-2")
    row.get_by_role("link", name="Merge").click()
    row.get_by_label("Gist").fill("")
    row.get_by_role("button", name="Adopt merged").click()
    expect(row).to_contain_text("Say it in one line.")
    row.get_by_label("Gist").fill("Shade is good for water")
    row.get_by_label("Role").select_option("evidence")
    row.get_by_role("button", name="Adopt merged").click()
    expect(row).to_contain_text("Adopted as E2")

    relations = page.locator("#relations")
    expect(relations).to_contain_text("The ends of 1 relation have been adopted")
    relations.get_by_role("button", name="Adopt it").click()
    expect(relations).to_contain_text("Adopted")
    assert page.locator("#relations").count() == 1
    assert page.evaluate("window.stayed")
