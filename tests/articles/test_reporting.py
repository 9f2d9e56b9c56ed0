import pytest
from django.core import mail
from django.test import Client

from reader.annotations.changes import withdraw
from reader.articles.models import Article, Part
from reader.articles.report_models import Offence, Report
from reader.articles.reporting import Complaint, hide, lift, report, settle
from tests.factories import make_annotation, make_article, make_member, owner_of
from tests.test_hostile_input import JUNK

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice) -> Article:
    return make_article(editor=alice, public=True)


def address_of(article: Article) -> str:
    return f"{article.get_absolute_url()}report/"


def send(article, client=None, **fields):
    return (client or Client()).post(address_of(article), {"offence": "spam"} | fields)


def test_a_stranger_reports_an_article(article):
    assert send(article, words="It sells shoes.").url == f"{address_of(article)}sent/"
    made = Report.objects.get()
    assert (made.offence, made.words, made.about) == ("spam", "It sells shoes.", "")
    assert made.reporter is None and made.settled_at is None
    assert "Thank you" in Client().get(f"{address_of(article)}sent/").content.decode()


def test_whoever_has_signed_in_is_named(article, client, bob):
    client.force_login(bob)
    send(article, client)
    assert Report.objects.get().reporter == bob


def test_one_annotation_can_be_reported(article):
    make_annotation(article, "Trees cool streets")
    page = Client().get(address_of(article), {"about": "C1"}).content.decode()
    assert 'value="C1"' in page
    assert send(article, about="C1").status_code == 302
    withdraw(make_annotation(article, "Shade saves water"), by=owner_of(article))
    for nothing in ("C2", "C9", "nothing", "C" + "9" * 15):
        assert "no such annotation" in send(article, about=nothing).content.decode()
    assert Report.objects.count() == 1


def test_something_else_needs_words_and_what_was_typed_stays(article):
    response = send(article, offence="other", about="C77", words="  ")
    assert response.status_code == 422
    page = response.content.decode()
    assert "Say in a few words" in page and 'value="C77"' in page and "checked" in page


@pytest.mark.parametrize("name", ["offence", "about", "words"])
def test_a_field_may_hold_anything(name, article, settings):
    settings.ACCOUNT_RATE_LIMITS = {"report": None}
    for junk in JUNK:
        typed = junk.decode("utf-8", "replace")
        assert send(article, **{name: typed}).status_code in (302, 422)


def test_so_many_reports_and_then_a_pause_with_everything_typed_still_there(article):
    for _ in range(5):
        assert send(article).status_code == 302
    response = send(article, words="The sixth in a minute")
    assert response.status_code == 422
    assert "The sixth in a minute" in response.content.decode()
    assert send(article, Client(REMOTE_ADDR="192.0.2.1")).status_code == 302


def test_the_owner_of_the_site_hears_of_it_by_mail(article, settings):
    settings.ADMINS = [("Olga", "olga@example.org")]
    send(article, words="It sells shoes.")
    assert "It sells shoes." in mail.outbox[0].body
    assert f"http://testserver{article.get_absolute_url()}" in mail.outbox[0].body


def test_a_private_article_cannot_be_reported_by_those_who_may_not_read_it(alice, client, bob):
    article = make_article(editor=alice)
    client.force_login(bob)
    for visitor in (Client(), client):
        assert visitor.get(address_of(article)).status_code == 404
        assert send(article, visitor).status_code == 404
        assert visitor.get(f"{address_of(article)}sent/").status_code == 404


def test_the_first_to_settle_a_report_is_kept(article, alice, bob):
    made = report(article, Complaint(Offence.SPAM), bob, "http://crux/")
    settle(made, alice)
    settle(made, bob)
    made.refresh_from_db()
    assert made.settled_at and made.settled_by == alice


def test_a_hidden_article_is_there_for_its_members_alone(article, client, bob):
    carol = make_member(article, "carol", Part.READER)
    hide(article, "It sells shoes", by=bob)
    address = article.get_absolute_url()
    assert Client().get(address).status_code == 404
    client.force_login(bob)
    assert client.get(address).status_code == 404, "not for who hid it either"
    client.force_login(carol)
    assert "It sells shoes" in client.get(address).content.decode()
    assert not Article.objects.listed_for(bob).exists()
    assert Article.objects.listed_for(carol).exists()
    assert not Article.objects.published_by(owner_of(article)).exists()


def test_hiding_takes_the_kept_page_with_it_and_lifting_brings_it_back(article, bob):
    address, stranger = article.get_absolute_url(), Client()
    etag = stranger.get(address)["ETag"]
    hide(article, "Shoes", by=bob)
    assert stranger.get(address, headers={"If-None-Match": etag}).status_code == 404
    lift(article, by=bob)
    response = stranger.get(address, headers={"If-None-Match": etag})
    assert response.status_code == 200 and response["ETag"] != etag
    assert "Hidden by" not in response.content.decode()


def test_hiding_and_lifting_leave_changes_and_doing_it_twice_leaves_one(article, bob):
    for _ in range(2):
        article = hide(article, "Shoes", by=bob)
    hide(article, "Shoes and socks", by=bob)
    for _ in range(2):
        lift(article, by=bob)
    changes = article.changes.filter(verb__in=("hide", "lift"))
    assert [change.verb for change in changes] == ["hide", "hide", "lift"]
    assert changes[0].after == {"article": {"hidden": True, "because": "Shoes"}}
    assert changes[2].after == {"article": {"hidden": False, "because": ""}}


def test_the_reading_page_and_each_annotation_lead_to_the_form(article):
    make_annotation(article, "Trees cool streets")
    page = article.get_absolute_url()
    assert f'{address_of(article)}"' in Client().get(page).content.decode()
    assert f"{address_of(article)}?about=C1" in Client().get(f"{page}n/C1/").content.decode()
