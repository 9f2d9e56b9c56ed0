import pytest
from django.urls import reverse
from django.utils import timezone

from reader.articles.models import Article, Part, Visibility
from reader.articles.publishing import set_visibility
from tests.factories import make_annotation, make_article, make_member, make_user

pytestmark = pytest.mark.django_db
ALICE = "/people/alice/"


def test_it_shows_public_articles_that_somebody_owns_or_edits(alice, bob, client):
    make_annotation(make_article(editor=alice, title="Owned", public=True), "Trees")
    edited = make_article(editor=bob, title="Edited", public=True)
    make_member(edited, "alice", Part.EDITOR)
    make_member(make_article(editor=bob, title="Read", public=True), "alice", Part.READER)
    make_article(editor=alice, title="Secret")
    make_article(editor=alice, title="Passed on", visibility="unlisted")
    page = client.get(ALICE).content.decode()
    assert "Owned" in page and "Edited" in page and "2 public articles, 1 annotation" in page
    assert not any(title in page for title in ("Read<", "Secret", "Passed on"))


def test_others_hidden_and_deleted_articles_do_not_show(alice, client):
    article = make_article(editor=alice, public=True)
    for gone in ("deleted_at", "hidden_at"):
        Article.objects.update(**{gone: timezone.now()})
        client.force_login(alice)
        assert "Street trees" not in client.get(ALICE).content.decode()
        client.logout()
        assert client.get(ALICE).status_code == 404
        Article.objects.update(**{gone: None})
    set_visibility(article, Visibility.PRIVATE, by=alice)
    assert client.get(ALICE).status_code == 404


@pytest.mark.parametrize("name", ["nobody", "carol", "dora", "ALICE ", "a\0b", "x" * 5_000, "💥"])
def test_who_has_nothing_public_looks_like_nobody(name, alice, carol, bob, client):
    dora = make_user("dora")
    make_article(editor=dora, public=True)
    dora.is_active = False
    dora.save()
    make_article(editor=carol)
    absent = client.get("/people/never-was/").content.decode().replace("never-was", "")
    response = client.get(reverse("person_page", args=[name]))
    assert response.status_code == 404
    if name in ("carol", "dora"):
        assert response.content.decode().replace(name, "") == absent


def test_ones_own_page_always_shows(alice, client):
    client.force_login(alice)
    page = client.get(ALICE).content.decode()
    assert "Nobody else can see this page" in page


@pytest.mark.parametrize("count", [2, 12])
def test_more_articles_cost_no_more_queries(count, alice, client, django_assert_num_queries):
    for n in range(count):
        make_article(editor=alice, title=f"Title {n}", public=True)
    with django_assert_num_queries(3):
        client.get(ALICE)
