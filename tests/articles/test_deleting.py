from datetime import timedelta

import pytest
from django.core.management import call_command
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from reader.annotations.changes import withdraw
from reader.annotations.undoing import undo
from reader.argument.roles import RelationKind, Role
from reader.articles import settings_views
from reader.articles.deleting import GRACE, delete, last_day_of, purge, restore
from reader.articles.models import Article, Change, Part
from tests.factories import make_annotation, make_article, make_member, make_relation

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice):
    return make_article(editor=alice, public=True)


def argue(article, by):
    """All the kinds of rows that protect one another."""
    claim = make_annotation(article, "Trees cool streets")
    premise = make_annotation(article, "Shade saves water", Role.PREMISE)
    make_annotation(article, "Roots", Role.RHETORIC, leans_on=claim)
    relation = make_relation(premise, target=claim)
    other = make_annotation(article, "pavements", Role.REBUTTAL)
    undercut = make_relation(other, target=relation, kind=RelationKind.ATTACK)
    make_relation(make_annotation(article), target=undercut, kind=RelationKind.ATTACK)
    withdraw(other, by=by)
    undo(article, by=by)


def age(article, days):
    long_ago = timezone.now() - timedelta(days=days)
    Article.objects.filter(pk=article.pk).update(deleted_at=long_ago)


def test_a_deleted_article_is_gone_for_everyone(article, alice, client):
    make_member(article, "bob", Part.EDITOR)
    delete(article, by=alice)
    for path in ("", "map/", "settings/", "members/", "annotations/", "export/archive/", "delete/"):
        for _ in range(2):
            assert client.get(f"{article.get_absolute_url()}{path}").status_code == 404
            client.force_login(alice)
    assert "Street trees" not in client.get("/").content.decode()
    assert "Street trees" not in client.get("/?q=street").content.decode()


def test_only_its_owners_find_it_among_the_deleted(article, alice, client):
    bob = make_member(article, "bob", Part.EDITOR)
    delete(article, by=alice)
    for user, finds in ((bob, False), (alice, True)):
        client.force_login(user)
        assert ("Street trees" in client.get("/deleted/").content.decode()) == finds


def test_restored_it_is_what_it_was(article, alice, client):
    delete(article, by=alice)
    client.force_login(alice)
    response = client.post(reverse("article_restore", args=[article.slug]))
    assert response.url == reverse("article_settings", args=[article.slug])
    assert client.get(article.get_absolute_url()).status_code == 200
    assert [c.verb for c in article.changes.all()] == ["create", "delete", "recover"]


def test_an_editor_restores_nothing(article, alice, client):
    client.force_login(make_member(article, "bob", Part.EDITOR))
    delete(article, by=alice)
    assert client.post(reverse("article_restore", args=[article.slug])).status_code == 404


def test_deleting_twice_changes_nothing(article, alice):
    first = delete(article, by=alice).deleted_at
    assert delete(article, by=alice).deleted_at == first
    assert last_day_of(restore(article, by=alice)) is None


def test_the_page_offers_a_copy_and_wants_the_title(article, alice, client):
    client.force_login(alice)
    address = reverse("article_delete", args=[article.slug])
    page = client.get(address).content.decode()
    assert "1</b> revision" in page and "/export/archive/" in page
    for wrong in ("", "Street", "x" * 5_000, "\0"):
        assert client.post(address, {"title": wrong}).status_code == 422
    assert client.post(address, {"title": " street  TREES "}).url == "/deleted/"
    assert Article.objects.get().deleted_at


def test_its_address_stays_its_own(article, alice, bob):
    delete(article, by=alice)
    assert make_article(editor=bob).slug != "street-trees"


@pytest.mark.django_db(transaction=True)
def test_what_is_past_its_grace_is_removed_with_all_its_rows(article, alice, capsys):
    argue(article, alice)
    kept = make_article(editor=alice, title="Kept")
    age(article, GRACE.days + 1)
    age(kept, GRACE.days - 1)
    call_command("purge_deleted", "--dry-run")
    assert "1 deleted article would be removed" in capsys.readouterr().out
    assert Article.objects.count() == 2
    call_command("purge_deleted")
    assert "street-trees" in capsys.readouterr().out
    assert [article.title for article in Article.objects.all()] == ["Kept"]
    assert not Change.objects.exclude(article=kept).exists()
    call_command("purge_deleted")
    assert capsys.readouterr().out == ""


def test_what_is_restored_at_the_last_moment_stays(article, alice):
    other = make_article(editor=alice, title="Other")
    for gone in (article, other):
        delete(gone, by=alice)
        age(gone, GRACE.days + 1)
    removing = purge()
    removed = [next(removing)]
    (left,) = Article.objects.all()
    restore(left, by=alice)
    assert [*removed, *removing] == removed
    assert Article.objects.get() == left


@pytest.mark.parametrize("verb", ["delete", "restore"])
def test_who_stops_being_owner_at_this_moment_finds_nothing(verb, article, alice):
    """The gate has let them in, and the verb asks again while it holds the article."""
    stale = delete(article, by=alice) if verb == "restore" else article
    article.memberships.update(part=Part.EDITOR)
    with pytest.raises(Http404):
        settings_views._as_owner({"delete": delete, "restore": restore}[verb], stale, alice)
