"""What is said and proposed makes editions, but shows readers nothing new."""

import pytest
from django.test import Client

from reader.accounts.models import User
from reader.annotations.answering import accept
from reader.annotations.commenting import comment, resolve
from reader.annotations.proposing import propose_annotation, propose_removal, propose_wording
from reader.argument.roles import Role
from reader.articles.inviting import invite
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice, public=True)


def shown(article: Article) -> tuple[object, ...]:
    article.refresh_from_db()
    page = Client().get(article.get_absolute_url())
    return article.shown_edition, article.changed_at, page.headers["ETag"]


def test_talk_and_proposals_are_not_told_to_readers(article: Article, alice: User) -> None:
    claim = make_annotation(article, "Trees")
    bob = make_member(article, "bob", Part.REVIEWER)
    before = shown(article)
    resolve(comment(article, "Is that so?", bob, claim), alice)
    propose_annotation(article, Role.PREMISE, "Shade", bob)
    propose_wording(claim, bob, 1, Role.PREMISE, "Tall trees")
    propose_removal(claim, bob)
    invite(article, Part.READER, 3, alice)
    assert shown(article) == before
    assert article.edition == article.changes.count() > article.shown_edition


def test_what_is_accepted_is_shown(article: Article, alice: User) -> None:
    bob = make_member(article, "bob", Part.REVIEWER)
    proposal = propose_annotation(article, Role.PREMISE, "Shade saves water", bob)
    before = shown(article)
    accept(proposal, alice)
    after = shown(article)
    assert all(old != new for old, new in zip(before, after, strict=True))
    assert article.shown_edition == article.edition
    assert "Shade saves water" in Client().get(article.get_absolute_url()).content.decode()
