import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reader.annotations.answering import decline
from reader.annotations.comment_models import Comment, Occasion
from reader.annotations.notifying import notify, unseen_for
from reader.annotations.proposing import propose_removal
from reader.articles.models import Article, Membership, Part
from reader.text.comments import render_comment
from tests.factories import make_annotation, make_article, make_change, make_member

pytestmark = pytest.mark.django_db
SECRET = "The mayor’s secret plan"


@pytest.fixture
def article(alice) -> Article:
    return make_article(editor=alice, title=SECRET)


@pytest.fixture
def bob(article):
    return make_member(article, "bob", Part.EDITOR)


@pytest.fixture
def reader(bob) -> Client:
    client = Client()
    client.force_login(bob)
    return client


def make_comment(article, by, body="Is that so?", **fields) -> Comment:
    number = article.comments.count() + 1
    return article.comments.create(
        number=number, author=by, body=body, html=render_comment(body), **fields
    )


def tell(article, person, occasion=Occasion.REPLY, **change) -> str:
    """Tells a person of a change; the address of the notification."""
    notify(make_change(article, **change), [person], occasion)
    return f"/notifications/{unseen_for(person).first().pk}/"


def page(client, query="") -> str:
    return client.get(f"/notifications/{query}").content.decode()


def test_it_says_who_did_what_where_and_quotes_the_comment(article, alice, bob, reader):
    make_comment(article, alice, "Is <b>that</b> so?  " + "Really " * 60)
    address = tell(article, bob, Occasion.MENTION, name="comment 1")
    html = page(reader)
    for words in ("Alice", "You are named", "Is &lt;b&gt;that&lt;/b&gt; so? Really", "Unread: "):
        assert words in html
    assert f'href="{address}"' in html and " …</p>" in html
    assert html.count(SECRET) == 1


def test_a_decision_is_quoted_with_its_reason(article, alice, bob, reader):
    annotation = make_annotation(article, "Shade saves water")
    proposal = propose_removal(annotation, by=bob, why="It is empty")
    decline(proposal, by=alice, reason="It is not")
    assert "It is not" in page(reader) and "It is empty" not in page(reader)


def test_what_was_taken_back_is_not_repeated(article, alice, bob, reader):
    make_comment(article, alice, "Said in wrath", withdrawn_at=timezone.now())
    tell(article, bob, name="comment 1")
    assert "Taken back since." in page(reader)
    assert "wrath" not in page(reader)


def test_it_leads_on_to_the_place_and_is_read_then(article, alice, bob, reader):
    make_comment(article, alice, annotation=make_annotation(article, "Shade saves water"))
    address = tell(article, bob, name="comment 1")
    assert reader.head(address).status_code == 302
    assert unseen_for(bob).count() == 1
    assert reader.get(address).url == f"{article.get_absolute_url()}comments/1/#comment-1"
    assert unseen_for(bob).count() == 0
    assert "Unread: " not in page(reader)


@pytest.mark.parametrize("name", ["comment 7", "article"])
def test_news_of_things_that_are_not_there_lead_somewhere(article, bob, reader, name):
    response = reader.get(tell(article, bob, name=name), follow=True)
    assert response.status_code == 200


def test_nobody_opens_the_news_of_others(article, alice, bob, reader):
    address = tell(article, bob)
    client = Client()
    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(alice)
    assert client.get(address).status_code == 404
    assert client.get("/notifications/99999999999999999999999/").status_code == 404


def test_whoever_was_removed_sees_nothing_of_it_anywhere(article, bob, reader):
    address = tell(article, bob)
    assert "mayor" in page(reader)
    assert "Notifications: 1 unread" in reader.get("/").content.decode()
    Membership.objects.filter(user=bob).delete()
    assert "mayor" not in page(reader) and "Nothing so far." in page(reader)
    assert "unread" not in reader.get("/").content.decode()
    assert reader.get(address).status_code == 404


def test_only_the_unread_if_one_likes_and_words_where_there_are_none(article, bob, reader):
    assert "Nothing so far." in page(reader)
    reader.get(tell(article, bob))
    assert "You have read everything." in page(reader, "?unread=1")
    tell(article, bob)
    assert page(reader).count("news-item") == 2
    assert page(reader, "?unread=1").count("news-item") == 1


def test_all_are_read_up_to_the_newest_that_was_shown(article, bob, reader):
    tell(article, bob)
    until = reader.get("/notifications/").context["news"].until
    tell(article, bob)
    assert "All read." in reader.post("/notifications/seen/", {"until": until}, follow=True).content.decode()  # fmt: skip
    assert unseen_for(bob).count() == 1
    reader.post("/notifications/seen/", {"until": "²"})
    assert unseen_for(bob).count() == 0


def test_news_stand_by_article_the_newest_first(article, alice, bob, reader):
    other = make_article(editor=alice, title="Roots")
    Membership.objects.create(article=other, user=bob, part=Part.EDITOR)
    addresses = [tell(one, bob) for one in (other, article, other)]
    html = page(reader)
    assert html.index("Roots") < html.index("mayor") and html.count("Roots") == 1
    places = [html.index(f'href="{address}"') for address in addresses]
    assert places[2] < places[0] < places[1]


def test_more_of_them_cost_no_more_queries_and_come_in_pages(article, alice, bob, reader):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            reader.get("/notifications/")
        return len(captured)

    make_comment(article, alice)
    tell(article, bob, name="comment 1")
    reader.get("/notifications/")
    before = queries()
    for _ in range(31):
        tell(article, bob, name="comment 1")
    assert queries() == before
    assert page(reader).count("news-item") == 30 and "?page=2" in page(reader)
    assert page(reader, "?page=2").count("news-item") == 2
    assert "?unread=1&amp;page=2" in page(reader, "?unread=1")


def test_strangers_cost_no_query(article, client):
    assert "Notifications" not in client.get("/").content.decode()
