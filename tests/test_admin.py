"""What the site's owner can do, and what not even the owner can."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reader.accounts.models import SignUp, SitePolicy, User
from reader.admin_site import site
from reader.articles.models import Article, Part
from reader.articles.report_models import Offence, Report
from reader.articles.reporting import Complaint, hide, report, settle
from tests.factories import make_article, make_member, make_user

pytestmark = pytest.mark.django_db

PEOPLE, ARTICLES = "/admin/reader/user/", "/admin/reader/article/"
REPORTS, POLICY = "/admin/reader/report/", "/admin/reader/sitepolicy/"


@pytest.fixture
def olga(db) -> User:
    olga = make_user("olga")
    olga.is_superuser = olga.is_staff = True
    olga.save()
    return olga


@pytest.fixture
def client(olga) -> Client:
    client = Client()
    client.force_login(olga)
    return client


@pytest.fixture
def reported(alice, bob) -> Report:
    article = make_article(editor=alice, public=True)
    return report(article, Complaint(Offence.SPAM, "It sells shoes."), bob, "http://crux/")


def text_of(client, address, **query) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return response.content.decode()


def act(client, address, action, thing):
    form = {"action": action, "_selected_action": [thing.pk]}
    assert client.post(address, form, follow=True).status_code == 200
    thing.refresh_from_db()


def test_who_is_of_the_staff_but_no_owner_finds_nothing(client, olga):
    User.objects.update(is_superuser=False)
    assert client.get("/admin/").status_code == 404
    assert client.get(PEOPLE).status_code == 404


def test_the_first_page_says_what_waits(client, reported):
    page = text_of(client, "/admin/")
    assert "1 waiting for you" in page and "By invitation" in page


def test_every_list_and_every_page_opens(client, reported, alice, bob):
    settled = report(reported.article, Complaint(Offence.ABUSE), alice, "http://crux/")
    settle(settled, bob)
    hide(make_article("Hidden words.", editor=alice), "It sells shoes", bob)
    Authenticator.objects.create(user=alice, type="totp", data={"secret": "A"})
    SitePolicy.objects.get_or_create(pk=1)
    for model in site._registry:
        place, rows = (
            f"admin:{model._meta.app_label}_{model._meta.model_name}_",
            model.objects.all(),
        )
        assert rows
        assert client.get(reverse(f"{place}changelist"), follow=True).status_code == 200
        for row in rows:
            for page in ("change", "history"):
                text_of(client, reverse(place + page, args=[row.pk]))
    text_of(client, f"{PEOPLE}{alice.pk}/password/")


def test_people_are_found_by_name_and_address(client, alice, bob):
    User.objects.filter(pk=bob.pk).update(email="b@example.org")
    page = text_of(client, PEOPLE, q="b@example")
    assert "bob" in page and "alice" not in page


def test_an_account_is_made_with_an_address_that_counts_as_proved(client):
    password = "seven trees in a row"
    form = {"username": "dora", "email": "D@example.org"}
    client.post(f"{PEOPLE}add/", form | {"password1": password, "password2": password})
    assert EmailAddress.objects.get(user__username="dora", verified=True).email == "d@example.org"
    visitor = Client()
    sent = {"username": "d@example.org", "password": password}
    assert visitor.post("/accounts/login/", sent).url == "/"


def test_an_address_belongs_to_one_account(client, alice):
    EmailAddress.objects.create(user=alice, email="a@example.org", verified=True)
    password = "seven trees in a row"
    form = {"username": "dora", "email": "A@example.org"}
    form |= {"password1": password, "password2": password}
    assert "Another account has this address" in client.post(f"{PEOPLE}add/", form).content.decode()


def test_another_address_replaces_the_main_one(client, alice):
    EmailAddress.objects.create(user=alice, email="a@example.org", verified=True, primary=True)
    form = {"username": "alice", "email": "b@example.org", "is_active": "on"}
    assert client.post(f"{PEOPLE}{alice.pk}/change/", form).status_code == 302
    assert EmailAddress.objects.get(user=alice, primary=True).email == "b@example.org"


def test_accounts_are_closed_and_opened_but_never_deleted(client, alice, olga):
    act(client, PEOPLE, "close", alice)
    assert not alice.is_active
    act(client, PEOPLE, "open_again", alice)
    assert alice.is_active
    act(client, PEOPLE, "close", olga)
    assert olga.is_active, "nobody locks themselves out"
    assert client.post(f"{PEOPLE}{alice.pk}/delete/", {"post": "yes"}).status_code == 403
    act(client, PEOPLE, "delete_selected", alice)


def test_owners_do_not_take_the_site_from_themselves(client, olga):
    client.post(f"{PEOPLE}{olga.pk}/change/", {"username": "olga", "email": ""})
    olga.refresh_from_db()
    assert olga.is_active and olga.is_superuser


def test_a_lost_second_factor_can_be_turned_off(client, alice):
    Authenticator.objects.create(user=alice, type="totp", data={"secret": "A"})
    act(client, PEOPLE, "turn_off_second_factor", alice)
    assert not Authenticator.objects.exists()


def test_the_text_of_an_article_is_not_for_the_owner_of_the_site(client, alice):
    article = make_article("The secret of the trees.", editor=alice)
    page = text_of(client, f"{ARTICLES}{article.pk}/change/")
    assert article.title in page and "alice" in page
    assert "secret of the trees" not in page
    assert f'href="{article.get_absolute_url()}"' not in page, "it would lead to nothing"
    assert client.get(article.get_absolute_url()).status_code == 404


def test_a_reason_hides_an_article_and_no_reason_shows_it_again(client, reported):
    article = reported.article
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    address = f"{ARTICLES}{article.pk}/change/"
    client.post(address, inline | {"hidden_because": "It sells shoes"})
    article.refresh_from_db()
    assert article.hidden_at and article.changes.last().verb == "hide"
    client.post(address, inline | {"hidden_because": " "})
    article.refresh_from_db()
    assert not article.hidden_at and article.changes.last().verb == "lift"


def test_articles_are_neither_made_nor_deleted_here(client, reported):
    assert client.get(f"{ARTICLES}add/").status_code == 403
    assert client.post(f"{ARTICLES}{reported.article.pk}/delete/").status_code == 403
    assert Article.objects.exists()


def test_open_reports_come_first(client, reported, alice):
    newer = report(reported.article, Complaint(Offence.ABUSE, "Newer"), alice, "http://crux/")
    act(client, REPORTS, "settle", newer)
    page = text_of(client, REPORTS)
    assert page.index("It sells shoes.") < page.index("Newer")
    assert "Newer" not in text_of(client, REPORTS, state="open")


def test_the_page_of_a_report_settles_it_and_hides_the_article(client, reported, olga):
    address = f"{REPORTS}{reported.pk}/change/"
    assert "It sells shoes." in text_of(client, address)
    client.post(address, {"_hide_article": "1"})
    reported.refresh_from_db()
    assert reported.settled_by == olga
    assert reported.article.hidden_because == "Reported: Spam or advertising"
    client.post(address, {"_lift_article": "1"})
    reported.article.refresh_from_db()
    assert not reported.article.hidden_at


def test_the_one_policy_is_found_and_set(client):
    address = client.get(POLICY).url
    assert "Who may sign up" in text_of(client, address)
    client.post(address, {"sign_up": "open"})
    assert SitePolicy.objects.get().sign_up == SignUp.OPEN
    client.post(address, {"sign_up": "nobody"})
    assert SitePolicy.objects.get().sign_up == SignUp.OPEN
    assert client.get(f"{POLICY}add/").status_code == 403


def queries_for(client, address) -> int:
    with CaptureQueriesContext(connection) as queries:
        text_of(client, address)
    return len(queries)


def test_more_rows_cost_no_more_queries(client, reported):
    article = reported.article
    addresses = PEOPLE, ARTICLES, REPORTS, f"{ARTICLES}{article.pk}/change/"
    few = [queries_for(client, address) for address in addresses]
    for number in range(6):
        member = make_member(article, f"user{number}", Part.READER)
        other = make_article(f"Words {number}.", editor=member, title=f"Article {number}")
        report(other, Complaint(Offence.SPAM), member, "http://crux/")
    assert [queries_for(client, address) for address in addresses] == few


def close(client, person):
    form = {"action": "close", "_selected_action": [person.pk]}
    return client.post(f"{PEOPLE}?is_active__exact=1", form, follow=True).content.decode()


def test_closing_the_last_owner_names_the_articles_and_a_member_can_take_over(client, alice, olga):
    article = make_article(editor=alice, title="Trees & streets")
    bob = make_member(article, "bob", Part.READER)
    address = f"{ARTICLES}{article.pk}/change/"
    assert "Make an owner of" not in text_of(client, address)
    page = close(client, alice)
    assert f'<a href="{address}">Trees &amp; streets</a>' in page
    assert "Make an owner of" in text_of(client, address)
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    client.post(address, inline | {"new_owner": bob.pk})
    assert article.memberships.get(user=bob).part == Part.OWNER
    change = article.changes.last()
    assert (change.verb, change.actor, change.object) == ("appoint", olga, f"member {bob.pk}")
    assert "Make an owner of" not in text_of(client, address)


def test_the_page_of_a_person_names_the_articles_too(client, alice):
    make_article(editor=alice, title="Trees")
    form = {"username": "alice", "email": ""}
    page = client.post(f"{PEOPLE}{alice.pk}/change/", form, follow=True).content.decode()
    assert "no owner left" in page and "Trees" in page


def test_while_there_is_an_owner_the_site_appoints_nobody(client, alice):
    article = make_article(editor=alice)
    make_member(article, "dora", Part.OWNER)
    bob = make_member(article, "bob", Part.READER)
    assert "no owner left" not in close(client, alice)
    inline = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}
    client.post(f"{ARTICLES}{article.pk}/change/", inline | {"new_owner": bob.pk})
    assert article.memberships.get(user=bob).part == Part.READER


def test_a_nul_in_the_address_asks_for_nothing(client, reported):
    for address in (PEOPLE, ARTICLES, REPORTS, POLICY):
        for query in ("visibility__exact=%00", "state=%00", "q=a%00b", "%00=1"):
            assert client.get(f"{address}?{query}").status_code == 400
    assert client.get(f"{ARTICLES}?q=%2500").status_code == 200
    assert Client().get(f"{ARTICLES}?q=%00").status_code == 302, "a stranger has to sign in first"
