import json

import pytest
from django.test import Client
from django.urls import reverse

from reader.articles.models import Part
from tests.factories import make_annotation, make_article, make_member, owner_of

pytestmark = pytest.mark.django_db
SWAP = {"HX-Request": "true"}


@pytest.fixture
def article():
    article = make_article(public=True)
    make_annotation(article, "Shade saves water")
    article.refresh_from_db()
    return article


def parts(article, of, user=None, page=""):
    client = Client()
    if user:
        client.force_login(user)
    address = reverse("article_parts", args=[article.slug])
    return client.get(address, {"of": of}, headers=SWAP | {"HX-Current-URL": page})


def ids(response):
    """The parts of the page that an answer brings: those that find their own places."""
    lines = response.content.decode().split('hx-swap-oob="true"')[:-1]
    return [line.rsplit(' id="', 1)[1].split('"')[0] for line in lines]


@pytest.mark.parametrize(
    ("of", "found"),
    [
        ("text", ["text", "count"]),
        ("argument", ["argument", "rail"]),
        ("cards,text", ["text", "count", "cards"]),
        ("talk,cards", ["cards"]),
        ("details", ["masthead"]),
        ("", []),
        ("nothing,\0,../text", []),
    ],
)
def test_the_parts_that_are_named_come_each_once(article, of, found):
    assert ids(parts(article, of)) == found


def test_they_say_which_edition_they_show(article):
    response = parts(article, "cards")
    assert response["X-Edition"] == str(article.edition)
    told = json.loads(response["HX-Trigger-After-Settle"])
    assert told["edition:shown"]["edition"] == article.edition


def test_each_person_gets_what_they_may_see(article):
    reviewer = make_member(article, "carol", Part.REVIEWER)
    stranger, theirs = parts(article, "cards"), parts(article, "cards", reviewer)
    mine = parts(article, "cards", owner_of(article))
    assert "data-version" not in stranger.content.decode()
    assert [ids(stranger), ids(theirs), ids(mine)] == [
        ["cards"],
        ["cards", "proposal-count"],
        ["cards", "side-count", "proposal-count"],
    ]
    assert 'id="withdraw-1"' in mine.content.decode()


def test_the_map_stays_of_the_kind_that_the_page_shows(article):
    for kind in ("tree", "rails"):
        response = parts(article, "argument", page=f"http://testserver/a/x/?kind={kind}")
        assert f'data-map-kind="{kind}"' in response.content.decode()


def test_a_change_tells_which_parts_it_has_brought_along(article):
    client = Client()
    client.force_login(owner_of(article))
    address = reverse("annotation_withdraw", args=[article.slug, 1])
    told = json.loads(client.post(address, headers=SWAP)["HX-Trigger-After-Settle"])
    article.refresh_from_db()
    assert told["edition:shown"] == {
        "edition": article.edition,
        "parts": ["text", "argument", "cards"],
    }


def test_pages_of_now_listen_and_those_of_the_past_do_not(article):
    page = Client().get(article.get_absolute_url()).content.decode()
    assert f'data-edition="{article.edition}"' in page
    assert "live-news" not in page
    past = reverse("revision_page", args=[article.slug, 1])
    assert "live-changes" not in Client().get(past).content.decode()
