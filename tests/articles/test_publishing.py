from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from reader.articles.addresses import readdress
from reader.articles.history import ChangeRefused
from reader.articles.membering import NOT_OWNER
from reader.articles.models import Article, Part, Visibility
from reader.articles.publishing import create_article, set_details, set_visibility
from reader.text.rendering import RenderRefused
from tests.factories import make_article, owner_of

pytestmark = pytest.mark.django_db


def test_a_new_article_has_a_text_an_owner_and_one_change(alice):
    article = make_article("Trees *cool* streets.", editor=alice)
    assert article.head.number == 1
    assert article.head.text == "Trees cool streets."
    assert owner_of(article) == alice
    assert [change.verb for change in article.changes.all()] == ["create"]
    assert article.edition == 1


def test_an_article_is_private_until_somebody_publishes_it(alice):
    assert make_article(editor=alice).visibility == Visibility.PRIVATE


def test_equal_titles_get_different_addresses(alice):
    slugs = [make_article(editor=alice).slug for _ in range(3)]
    assert slugs[0] == "street-trees" and len(set(slugs)) == 3


def test_an_address_does_not_tell_how_many_others_there_are(alice, bob):
    make_article(editor=alice)
    tails = [make_article(editor=bob).slug.removeprefix("street-trees-") for _ in range(2)]
    assert all(len(tail) == 6 and set(tail) <= set("0123456789abcdef") for tail in tails)


def test_a_title_without_latin_letters_still_gets_an_address(alice):
    assert make_article(editor=alice, title="東京の街路樹").slug == "article"


def test_a_refused_text_leaves_nothing_behind(alice):
    with pytest.raises(RenderRefused):
        make_article("x" * 500_001, editor=alice)
    assert not Article.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_equal_titles_saved_at_the_same_moment_get_different_addresses(alice):
    ready = Barrier(4)
    create_article("Trees.", by=alice, title="Rendered")

    def create(_):
        ready.wait()
        try:
            return create_article("Trees.", by=alice, title="Street trees").slug
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        slugs = set(threads.map(create, range(4)))
    assert "street-trees" in slugs and len(slugs) == 4


def test_an_unlisted_article_lives_at_an_address_that_cannot_be_guessed(alice):
    article = make_article(editor=alice)
    unlisted = set_visibility(article, Visibility.UNLISTED, by=alice)
    assert unlisted.slug.startswith("street-trees-")
    assert len(unlisted.slug) >= len("street-trees-") + 22
    assert not Article.objects.filter(slug="street-trees").exists()


def test_becoming_unlisted_again_revokes_the_old_address(alice):
    article = make_article(editor=alice)
    first = set_visibility(article, Visibility.UNLISTED, by=alice).slug
    assert set_visibility(article, Visibility.UNLISTED, by=alice).slug != first


def test_publishing_an_unlisted_article_gives_it_a_plain_address(alice):
    article = set_visibility(make_article(editor=alice), Visibility.UNLISTED, by=alice)
    assert set_visibility(article, Visibility.PUBLIC, by=alice).slug == "street-trees"


def test_publishing_leaves_a_change_and_a_new_edition(alice):
    article = set_visibility(make_article(editor=alice), Visibility.PUBLIC, by=alice)
    change = article.changes.last()
    assert (change.verb, change.actor) == ("publish", alice)
    assert (change.before, change.after) == (
        {"article": {"visibility": "private", "slug": "street-trees"}},
        {"article": {"visibility": "public", "slug": "street-trees"}},
    )
    assert article.edition == 2


def test_the_log_knows_addresses_but_no_secret(alice):
    article = make_article(editor=alice)
    secrets = [set_visibility(article, Visibility.UNLISTED, by=alice).slug for _ in range(2)]
    set_visibility(article, Visibility.PUBLIC, by=alice)
    _, drawn, renewed, public = article.changes.all()
    assert drawn.before["article"]["slug"] == public.after["article"]["slug"] == "street-trees"
    assert "secret" not in drawn.after["article"]
    assert renewed.after["article"] == {"visibility": "unlisted", "slug": None, "secret": "renewed"}
    log = str([(change.before, change.after) for change in article.changes.all()])
    assert not any(secret in log for secret in secrets)


def test_the_log_begins_with_all_that_was_known(alice):
    article = make_article(editor=alice, public=True, byline="Ines", written_on=date(2025, 3, 12))
    assert article.changes.get().after["article"] == {
        "title": "Street trees",
        "byline": "Ines",
        "written_on": "2025-03-12",
        "visibility": "public",
        "revision": 1,
    }


@pytest.mark.parametrize(
    "verb",
    [
        lambda article, by: set_visibility(article, Visibility.PUBLIC, by),
        lambda article, by: set_details(article, by, title="Mine"),
        lambda article, by: readdress(article, "mine", by),
    ],
    ids=["visibility", "details", "address"],
)
def test_whoever_was_owner_until_now_changes_nothing(verb, alice):
    article = make_article(editor=alice)
    article.memberships.update(part=Part.EDITOR)
    with pytest.raises(ChangeRefused, match=NOT_OWNER):
        verb(article, alice)
    assert Article.objects.get().edition == 1
