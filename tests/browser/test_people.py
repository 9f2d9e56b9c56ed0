"""An owner invites by link; whoever accepts gets another part, then the whole article. By keyboard."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django.live_server_helper import LiveServer

from reader.accounts.models import User
from reader.articles.models import Article
from tests.factories import make_article, make_user, owner_of

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db: None) -> Article:
    return make_article()


@pytest.fixture
def bob(transactional_db: None) -> User:
    return make_user("bob")


@pytest.fixture
def other_page(
    chromium: playwright.Browser, live_server: LiveServer, watch: Callable, bob: User
) -> Iterator[playwright.Page]:
    """Bob's browser. Nobody is signed in yet."""
    context = chromium.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    page = context.new_page()
    watch(page)
    yield page
    context.close()


def press(target: playwright.Locator, *keys: str) -> None:
    target.focus()
    for key in keys:
        target.page.keyboard.press(key)


def said(page: playwright.Page) -> playwright.Locator:
    return page.get_by_role("status").first


def invite_by_link(page: playwright.Page) -> str:
    expect(page.get_by_label("E-mail address")).to_be_hidden()
    press(page.get_by_role("button", name="Invite"), "Enter")
    expect(said(page)).to_contain_text("The link is ready")
    return page.get_by_label("Link of the invitation").input_value()


def accept(page: playwright.Page, link: str) -> None:
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("Street trees")
    press(page.get_by_role("link", name="Sign in to accept"), "Enter")
    page.get_by_label("Name").fill("bob")
    page.get_by_label("Password").fill("bob")
    page.keyboard.press("Enter")
    press(page.get_by_role("button", name="Accept"), "Enter")
    expect(said(page)).to_contain_text("you are now an editor")


def make_reader(page: playwright.Page) -> None:
    press(page.locator("summary", has_text="Change"), "Enter")
    page.get_by_label("Part of Bob").select_option("Reader")
    press(page.get_by_role("button", name="Save"), "Enter")
    expect(said(page)).to_have_text("Bob is now a reader of this article.")


def hand_over(page: playwright.Page) -> None:
    press(page.locator("summary", has_text="Hand the article over"), "Enter")
    page.get_by_label("New owner").select_option("Bob (Reader)")
    page.get_by_label("And you").select_option("Become an editor")
    press(page.get_by_role("button", name="Hand over"), "Enter")
    expect(said(page)).to_have_text("Bob is now an owner of this article.")


def test_invited_accepted_appointed_handed_over(
    page: playwright.Page, other_page: playwright.Page, sign_in: Callable, article: Article
) -> None:
    members = f"{article.get_absolute_url()}members/"
    sign_in(page, owner_of(article))
    page.goto(members)
    accept(other_page, invite_by_link(page))
    invites = [tab.get_by_role("heading", name="Invite somebody") for tab in (page, other_page)]
    expect(invites[1]).to_have_count(0)

    page.goto(members)
    make_reader(page)
    assert other_page.goto(f"{article.get_absolute_url()}annotations/").status == 404

    hand_over(page)
    other_page.goto(members)
    expect(invites[0]).to_have_count(0)
    expect(invites[1]).to_be_visible()
