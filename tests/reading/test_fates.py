"""Words that the text no longer has, on the cards of those who read it."""

import pytest
from django.test import Client

from reader.accounts.models import User
from reader.annotations.revising import revise
from reader.articles.models import Article, Visibility
from reader.articles.publishing import set_visibility
from tests.factories import make_annotation, make_article

pytestmark = pytest.mark.django_db

DRAFT = "Trees cool streets. My boss is a crook."
PRINTED = "Trees cool streets."


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(DRAFT, editor=alice)
    make_annotation(article, "My boss is a crook.", gist="Somebody is named")
    return article


def seen_by(client: Client, article: Article) -> str:
    return client.get(article.get_absolute_url()).content.decode()


def test_words_of_a_draft_that_was_never_shown_stay_with_the_editors(
    article: Article, alice: User, client: Client
) -> None:
    revise(article, PRINTED, 1, "", alice)
    article = set_visibility(article, Visibility.PUBLIC, by=alice)
    page = seen_by(client, article)
    assert "No longer in the text" in page and 'id="p-C1"' in page
    assert "crook" not in page
    client.force_login(alice)
    assert "crook" in seen_by(client, article)


def test_words_that_everybody_has_read_stay_on_their_card(
    article: Article, alice: User, client: Client
) -> None:
    article = set_visibility(article, Visibility.PUBLIC, by=alice)
    revise(article, PRINTED, 1, "", alice)
    assert '<blockquote class="card-quote lost" id="p-C1"' in seen_by(client, article)
