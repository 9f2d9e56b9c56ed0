"""Two people discuss an annotation on its card: a question, a name, an answer, settled."""

from urllib.parse import urlsplit

import pytest

from reader.annotations.comment_models import Comment, Notification, Occasion
from reader.annotations.commenting import comment, reply, resolve
from reader.articles.models import Article, Part
from tests.browser.conftest import READY
from tests.factories import make_annotation, make_article, make_member, owner_of

playwright = pytest.importorskip("playwright.sync_api")
expect = playwright.expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(transactional_db: None) -> Article:
    article = make_article()
    make_annotation(article, "Trees cool streets")
    return article


@pytest.fixture
def bobs(signed_in_page, article, chromium, sign_in, watch):
    """A reviewer has the same annotation open on a phone."""
    home = "{0.scheme}://{0.netloc}".format(urlsplit(signed_in_page.url))
    context = chromium.new_context(base_url=home, viewport={"width": 390, "height": 800})
    page = context.new_page()
    watch(page)
    sign_in(page, make_member(article, "bob", Part.REVIEWER))
    yield page
    context.close()


NOTHING_KEPT = "!Object.keys(sessionStorage).some(name => name.startsWith('crux:typed:'))"
NEWS = "document.dispatchEvent(new CustomEvent('live:change', { detail: { parts: ['talk'] } }))"


def ask(page: playwright.Page) -> playwright.Locator:
    """By keyboard, with a name that is completed; gives the discussion."""
    page.locator("#r-C1").click()
    page.keyboard.press("d")
    talk = page.get_by_role("group", name="Discussion of C1")
    field = talk.get_by_role("textbox", name="Comment on C1")
    field.press_sequentially("Is this *so*, @b")
    expect(page.get_by_role("option", name="@bob")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Is this *so*, @bob ")
    page.keyboard.press("Control+Enter")
    expect(talk.locator(".comment-words em")).to_have_text("so")
    expect(field).to_have_value("")
    # What is sent must not be offered again when the page is loaded anew.
    page.wait_for_function(NOTHING_KEPT)
    return talk


def answer(page: playwright.Page, article: Article) -> None:
    page.goto(f"{article.get_absolute_url()}?focus=C1#c-C1")
    page.evaluate(READY)
    expect(page.locator("#talk-count-1[data-unread]")).to_have_count(1)
    page.get_by_role("button", name="More", exact=True).click()
    menu = page.locator("#bar-more")
    expect(menu.get_by_role("link", name="Notifications: 1 unread")).to_be_visible()
    expect(menu.get_by_role("link", name="Discussion: 1 comment, 1 unread")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#discuss-1").click()
    page.get_by_role("textbox", name="Answer").fill("It is.")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("#comment-2")).to_be_focused()
    expect(page.locator("#talk-count-1[data-unread]")).to_have_count(0)


def test_two_people_discuss_an_annotation(signed_in_page, bobs, article):
    talk = ask(signed_in_page)
    assert Notification.objects.get().occasion == Occasion.MENTION
    answer(bobs, article)
    # What Alice is typing outlives the news of Bob's answer.
    field = talk.get_by_role("textbox", name="Answer")
    field.fill("Half a thou")
    signed_in_page.evaluate(NEWS)
    expect(talk.locator("#comment-2")).to_contain_text("It is.")
    expect(field).to_have_value("Half a thou")
    expect(field).to_be_focused()
    field.fill("")
    talk.get_by_role("button", name="Resolve").click()
    expect(talk.locator("summary")).to_be_focused()
    expect(talk.locator("#comment-2")).to_be_hidden()
    assert Comment.objects.get(number=1).resolved_by.username == "alice"
    listed_by_themselves(bobs, article)


def listed_by_themselves(page: playwright.Page, article: Article) -> None:
    """On the page of all threads, too, and what is resolved there meanwhile stays in view."""
    alice = owner_of(article)
    thread = comment(article, "What of winter?", alice)
    page.goto(f"{article.get_absolute_url()}comments/")
    page.evaluate(READY)
    field = page.get_by_role("textbox", name="Answer")
    field.fill("Half a thou")
    reply(thread, "Trees are bare then.", alice)
    resolve(thread, alice)
    comment(article, "And of spring?", alice)
    page.evaluate(NEWS)
    expect(page.locator("#comment-5")).to_contain_text("And of spring?")
    expect(page.locator("#comment-4")).to_be_visible()
    expect(field.and_(page.locator(":focus"))).to_have_value("Half a thou")
    field.and_(page.locator(":focus")).fill("")
