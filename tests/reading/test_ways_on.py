"""What the reading page leads on to, and which keys it names, depends on who reads it."""

import pytest
from django.urls import reverse

from reader.articles.models import Article, Part
from tests.factories import make_article, make_member, owner_of

pytestmark = pytest.mark.django_db

FOR_EDITORS = {"article_history"}
FOR_WORKERS = {"comment_list", "proposal_list", "round_list", "member_list"}


@pytest.fixture
def article() -> Article:
    return make_article(public=True)


def foot_and_keys(client, article):
    page = client.get(article.get_absolute_url()).content.decode()
    foot = page.split('<footer class="foot"')[1].split("</footer>")[0]
    names = FOR_EDITORS | FOR_WORKERS
    leads = {name for name in names if f'"{reverse(name, args=[article.slug])}"' in foot}
    return leads, page.split('<dialog class="sheet keys-sheet"')[1].split("</dialog>")[0]


def test_editors_find_history_talk_proposals_rounds_and_people(client, article):
    client.force_login(owner_of(article))
    leads, keys = foot_and_keys(client, article)
    assert leads == FOR_EDITORS | FOR_WORKERS
    assert "undo your last change" in keys


def test_reviewers_find_all_but_the_history_and_the_keys_that_propose(client, article):
    client.force_login(make_member(article, "carol", Part.REVIEWER))
    leads, keys = foot_and_keys(client, article)
    assert leads == FOR_WORKERS
    assert "select a sentence" in keys
    assert "propose other words" in keys
    assert "undo your last change" not in keys


def test_readers_find_none_of_it(client, article):
    leads, keys = foot_and_keys(client, article)
    assert not leads
    assert "select a sentence" not in keys
