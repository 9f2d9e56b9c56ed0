"""axe-core finds nothing to object to on the way from a text to an article."""

import pytest
from django.urls import reverse

from tests.browser.test_accessibility import violations
from tests.browser.test_importing import SAMPLE
from tests.factories import make_annotation, make_article

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(params=[(1440, 900), (390, 844)], ids=["desktop", "phone"])
def tab(request, chromium, live_server, alice, sign_in):
    """A tab that is not watched: axe tries out styles of its own, which the policy reports."""
    width, height = request.param
    size = {"width": width, "height": height}
    context = chromium.new_context(base_url=live_server.url, viewport=size)
    tab = context.new_page()
    sign_in(tab, alice)
    yield tab
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_review(tab):
    tab.goto(reverse("article_new"))
    tab.get_by_label("Text", exact=True).fill(SAMPLE)
    tab.get_by_role("button", name="Review").click()
    tab.get_by_role("region", name="Preview").wait_for()
    assert violations(tab) == []


def test_the_form_with_errors(tab):
    tab.goto(reverse("article_new"))
    tab.locator("summary").click()
    tab.get_by_label("Language").select_option("other")
    tab.get_by_label("Its code").fill("no code")
    tab.get_by_role("button", name="Review").click()
    tab.get_by_text("Write or paste a text").wait_for()
    assert violations(tab) == []


def test_the_settings_of_an_unlisted_article(tab, alice):
    article = make_article(editor=alice, visibility="unlisted", language="gsw")
    tab.goto(reverse("article_settings", args=[article.slug]))
    assert violations(tab) == []


def test_the_library_with_and_without_articles(tab, alice):
    tab.goto(reverse("article_list"))
    assert violations(tab) == []
    article = make_article(editor=alice, byline="Ines Moreau")
    make_annotation(article, "Trees")
    make_article(editor=alice, title="Other", public=True)
    tab.goto(reverse("article_list"))
    assert violations(tab) == []
