import json

import pytest
from allauth.account.models import EmailAddress

from reader.accounts.forms import PreferencesForm
from reader.accounts.models import User
from reader.accounts.preferences import CHOICES
from tests.test_hostile_input import JUNK

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client, alice):
    client.force_login(alice)
    return client


def page(client) -> str:
    return client.get("/accounts/").content.decode()


def test_name_and_initials_are_shown_as_they_were_chosen(client, alice):
    form = {"display_name": " Alice  Munro ", "own_initials": "am"}
    assert client.post("/accounts/", form).url == "/accounts/"
    alice.refresh_from_db()
    assert (alice.name, alice.initials) == ("Alice Munro", "AM")
    assert "Saved." in page(client) and "Alice Munro" in page(client)


@pytest.mark.parametrize("initials", ["", "é", "e\u0301", "АБВ", "ل"])
def test_initials_may_be_of_any_script(client, alice, initials):
    assert client.post("/accounts/", {"own_initials": initials}).status_code == 302


@pytest.mark.parametrize(
    ("field", "wrong", "words"),
    [
        ("own_initials", "ABCD", "at most 3"),
        ("own_initials", "A1", "letters"),
        ("own_initials", "A-", "letters"),
        ("own_initials", "A\u202e", "cannot be seen"),
        ("display_name", "Al\u202eice", "cannot be seen"),
        ("display_name", "Al\u200bice", "cannot be seen"),
        ("display_name", "a" * 81, "at most 80"),
        ("display_name", "a\x00b", "cannot be seen"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, alice, field, wrong, words):
    form = {"display_name": "Kept as typed", "own_initials": "KT"} | {field: wrong}
    response = client.post("/accounts/", form)
    assert response.status_code == 422
    assert words in response.content.decode()
    other = {"display_name": "KT", "own_initials": "Kept as typed"}[field]
    assert f'value="{other}"' in response.content.decode()
    alice.refresh_from_db()
    assert alice.display_name == ""


def test_a_field_may_hold_anything(client):
    for junk in JUNK:
        typed = junk.decode("utf-8", "replace")
        answer = client.post("/accounts/", {"display_name": typed, "own_initials": typed})
        assert answer.status_code in (302, 422)


def test_how_one_reads_holds_on_every_page_without_script(client):
    chosen = {"theme": "dark", "face": "sans", "size": "20", "highlights": "line", "keys": "off"}
    assert client.post("/accounts/preferences/", chosen).url == "/accounts/"
    top = client.get("/").content.decode().partition(">")[2].partition(">")[0]
    for attribute in ('data-theme="dark"', 'data-face="sans"', 'data-size="20"'):
        assert attribute in top
    assert "data-width" not in top and "data-keys" not in top
    kept = json.loads(top.partition('data-kept="')[2].partition('"')[0].replace("&quot;", '"'))
    assert kept == {
        "theme": "dark",
        "face": "sans",
        "size": 20,
        "highlights": "line",
        "keys": "off",
    }


def test_choosing_what_comes_anyway_counts_as_a_choice(client, alice):
    assert "data-kept" not in client.get("/").content.decode()
    client.post("/accounts/preferences/", {"theme": ""})
    assert 'data-kept="{}"' in client.get("/").content.decode()


def test_a_script_that_saves_gets_no_page(client, alice):
    answer = client.post(
        "/accounts/preferences/", {"theme": "sepia"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 204
    alice.refresh_from_db()
    assert alice.reading == {"theme": "sepia"}


@pytest.mark.parametrize("name", [*CHOICES, "size"])
def test_only_known_values_are_kept(name):
    for junk in [*JUNK, b"14", b"29", b"true"]:
        typed = junk.decode("utf-8", "replace")
        assert PreferencesForm({name: typed}).is_valid() == (typed == "")


def test_what_nobody_can_choose_is_refused_and_nothing_kept(client, alice):
    answer = client.post("/accounts/preferences/", {"theme": "pink", "size": "99"})
    assert answer.status_code == 422
    assert answer.content.decode().count("Select a valid choice") == 2
    alice.refresh_from_db()
    assert alice.reading is None


def test_a_password_is_changed_by_whoever_knows_it(client, alice):
    address = "/accounts/password/change/"
    new = {"password1": "eight trees in a row", "password2": "eight trees in a row"}
    wrong = client.post(address, new | {"oldpassword": "guess"})
    assert "not your present password" in wrong.content.decode()
    assert client.post(address, new | {"oldpassword": "alice"}).url == "/accounts/"
    assert client.get("/accounts/").status_code == 200, "still signed in"
    alice.refresh_from_db()
    assert alice.check_password("eight trees in a row")


def test_an_address_is_added_by_a_link_that_is_sent_to_it(client, alice, mailoutbox):
    again = client.post("/accounts/email/", {"action_add": "", "email": "a@example.org"})
    assert again.url.startswith("/accounts/reauthenticate/")
    assert client.post(again.url, {"password": "alice"}).url == "/accounts/email/"
    assert mailoutbox[0].to == ["a@example.org"]
    found = EmailAddress.objects.get(user=alice)
    assert (found.email, found.verified) == ("a@example.org", False)
    assert "not confirmed" in client.get("/accounts/email/").content.decode()


def test_another_account_keeps_its_address(client, alice, bob, mailoutbox):
    EmailAddress.objects.create(user=bob, email="b@example.org", verified=True, primary=True)
    client.post("/accounts/reauthenticate/", {"password": "alice"})
    client.post("/accounts/email/", {"action_add": "", "email": "b@example.org"})
    assert not EmailAddress.objects.filter(user=alice, verified=True).exists()
    assert User.objects.get(pk=bob.pk).emailaddress_set.get().verified
