import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reader.accounts.models import User
from reader.annotations.changes import annotate
from reader.annotations.rounds import (
    close_round,
    drop_from_round,
    is_said_done,
    open_round,
    say_done,
    sheets_of,
)
from reader.annotations.sheets import seats_of
from reader.argument.roles import Role
from reader.articles.membering import remove
from reader.articles.models import Article, Part, Round
from tests.factories import make_article, make_member, make_user

pytestmark = pytest.mark.django_db

ROUNDS = "/a/trees/rounds/"


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(editor=alice, slug="trees")
    for name in ("bob", "carol"):
        make_member(article, name, Part.EDITOR)
    make_member(article, "dora", Part.REVIEWER)
    return article


@pytest.fixture
def round(article, alice, bob) -> Round:
    return open_round(article, [alice, bob], "Mark every claim.", by=alice)


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(make_user(name))
    return client


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status
    return response.content.decode()


def sheet_of(round: Round, name: str) -> Article:
    return next(sheet.article for sheet in sheets_of(round) if sheet.editor.username == name)


def mark(sheet: Article, name: str, gist: str = "Trees cool streets") -> None:
    annotate(sheet, Role.CLAIM, gist=gist, by=make_user(name), spans=[(0, 18)])


def test_an_owner_opens_a_round_with_the_people_chosen(article):
    words = {"people": ["alice", "carol"], "instructions": "  Mark\nclaims. "}
    response = client_of("alice").post(ROUNDS, words, follow=True)
    page = text_of(response)
    assert "Round 1 is open" in page and "Carol" in page and "Open my sheet" in page
    round = Round.objects.get()
    assert round.instructions == "Mark\nclaims."
    assert [sheet.editor.username for sheet in sheets_of(round)] == ["alice", "carol"]


@pytest.mark.parametrize(
    ("people", "words"),
    [
        ([], "Choose who takes part."),
        (["alice"], "two people at least"),
        (["alice", "dora"], "may not annotate"),
        (["alice", "nobody\x00"], "may not annotate"),
        (["alice", "\ud800"], "may not annotate"),
    ],
)
def test_what_is_typed_stays_when_a_round_is_refused(article, people, words):
    body = {"people": people, "instructions": "Mark every <b>claim"}
    body["people"] = [name.encode("utf-8", "surrogatepass") for name in people]
    page = text_of(client_of("alice").post(ROUNDS, body), 422)
    assert words in page and "Mark every &lt;b&gt;claim" in page
    assert ('value="alice" checked' in page) == ("alice" in people)
    assert not Round.objects.exists()


def test_instructions_that_are_too_long_stay(article):
    words = {"people": ["alice", "bob"], "instructions": "x" * 2001}
    page = text_of(client_of("alice").post(ROUNDS, words), 422)
    assert "at most 2,000" in page and "x" * 2001 in page


def test_a_round_without_a_second_editor_points_to_the_people(alice):
    make_article(editor=alice, slug="alone")
    assert "Invite an editor" in text_of(client_of("alice").get("/a/alone/rounds/"))


def test_only_owners_see_the_form_and_the_buttons(article, round):
    for name, sees in (("alice", True), ("bob", False), ("dora", False)):
        pages = [client_of(name).get(address) for address in (ROUNDS, f"{ROUNDS}1/")]
        assert ("Open the round" in text_of(pages[0])) is sees
        assert ("Close the round" in text_of(pages[1])) is sees
        assert ("Add somebody" in text_of(pages[1])) is sees


def test_who_takes_part_finds_the_own_sheet_and_nobody_elses(article, round):
    page = text_of(client_of("bob").get(f"{ROUNDS}1/"))
    assert sheet_of(round, "bob").slug in page
    assert sheet_of(round, "alice").slug not in page
    page = text_of(client_of("carol").get(f"{ROUNDS}1/"))
    assert "Open my sheet" not in page and "I am done" not in page


def test_the_sheet_says_what_it_is_and_has_no_tools_that_make_no_sense(article, round):
    sheet = sheet_of(round, "bob")
    page = text_of(client_of("bob").get(sheet.get_absolute_url()))
    for words in ("Your sheet in", "nobody else sees it", "Mark every claim.", "I am done"):
        assert words in page
    for words in ("/revise/", "/settings/", "/snapshots/", "/report/", "/comments/", "Copy the"):
        assert words not in page
    assert "passage-picker" in page and "/rounds/1/" in page


def test_the_pages_of_an_article_itself_lead_to_its_rounds(article):
    assert ROUNDS in text_of(client_of("dora").get("/a/trees/"))
    assert ROUNDS in text_of(client_of("alice").get("/a/trees/settings/"))
    make_member(article, "eve", Part.READER)
    assert ROUNDS not in text_of(client_of("eve").get("/a/trees/"))


def test_saying_done_leads_back_to_where_it_was_said(article, round, bob):
    client, sheet = client_of("bob"), sheet_of(round, "bob")
    answer = client.post(f"{ROUNDS}1/done/", {"on-sheet": "1"})
    assert answer.url == sheet.get_absolute_url() and is_said_done(sheet)
    assert "You have said that you are done." in text_of(client.get(answer.url))
    answer = client.post(f"{ROUNDS}1/done/", {"go-on": "1"})
    assert answer.url == f"{ROUNDS}1/" and not is_said_done(sheet)


def test_a_round_says_how_far_people_are_but_not_how_much_they_marked(article, round, bob):
    mark(sheet_of(round, "bob"), "bob")
    assert "Has begun" in text_of(client_of("carol").get(f"{ROUNDS}1/"))
    before = seats_of(round)
    mark(sheet_of(round, "bob"), "bob", "Another")
    assert seats_of(round) == before
    say_done(sheet_of(round, "bob"), True, by=bob)
    assert "Done" in text_of(client_of("carol").get(f"{ROUNDS}1/"))


def test_closing_asks_first_and_names_who_is_not_done(article, round, bob):
    say_done(sheet_of(round, "bob"), True, by=bob)
    client = client_of("alice")
    page = text_of(client.get(f"{ROUNDS}1/close/"))
    assert "Alice</bdi>, who has not begun" in page and "Bob" not in page
    page = text_of(client.post(f"{ROUNDS}1/close/", follow=True))
    assert "Compare the readings" in page and f"{ROUNDS}1/compare/" in page
    assert client.get(f"{ROUNDS}1/close/").url == f"{ROUNDS}1/"
    page = text_of(client.get(sheet_of(round, "alice").get_absolute_url()))
    assert "stays as it is" in page and "passage-picker" not in page


def test_somebody_is_added_and_taken_out(article, round, alice):
    client = client_of("alice")
    assert "takes part now" in text_of(
        client.post(f"{ROUNDS}1/people/", {"person": "carol"}, follow=True)
    )
    assert "no part any more" in text_of(
        client.post(f"{ROUNDS}1/drop/", {"person": "bob"}, follow=True)
    )
    assert [sheet.editor.username for sheet in sheets_of(round)] == ["alice", "carol"]
    for action in ("people", "drop"):
        for person in ("", "dora", "nobody", "a\x00b"):
            page = text_of(client.post(f"{ROUNDS}1/{action}/", {"person": person}), 422)
            assert "Choose a person" in page or "NUL" in page


def test_a_person_who_left_the_article_can_still_be_taken_out(article, round, alice, bob):
    remove(article, bob, by=alice)
    assert "No longer edits" in text_of(client_of("alice").get(f"{ROUNDS}1/"))
    client_of("alice").post(f"{ROUNDS}1/drop/", {"person": "bob"})
    assert len(sheets_of(round)) == 1


def test_dropping_out_puts_the_own_sheet_away(article, round, bob):
    client, address = client_of("bob"), sheet_of(round, "bob").get_absolute_url()
    assert client.post(f"{ROUNDS}1/leave/").status_code == 302
    assert client.get(address).status_code == 404
    assert client.post(f"{ROUNDS}1/leave/").status_code == 404


def test_readings_are_shown_and_hidden_again_after_closing(article, round, alice):
    client = client_of("alice")
    assert "still open" in text_of(client.post(f"{ROUNDS}1/shown/"), 422)
    close_round(round, by=alice)
    for body, is_shown in (({}, True), ({"hide": "1"}, False)):
        assert client.post(f"{ROUNDS}1/shown/", body).status_code == 302
        round.refresh_from_db()
        assert round.is_shown is is_shown


def test_the_history_says_what_was_done_with_rounds(article, round, alice, bob):
    drop_from_round(round, bob, by=bob)
    close_round(round, by=alice)
    page = text_of(client_of("alice").get("/a/trees/history/"))
    for words in ("opened round 1", "changed who takes part in round 1", "closed round 1"):
        assert words in page
    assert "Alice and Bob" in page and "Mark every claim." in page


def test_more_rounds_and_people_cost_no_more_queries(article, round, alice, bob, carol):
    def queries(address: str) -> int:
        client = client_of("alice")
        client.get(address)
        with CaptureQueriesContext(connection) as context:
            client.get(address)
        return len(context)

    first = [queries(address) for address in (ROUNDS, f"{ROUNDS}1/")]
    for _ in range(2):
        open_round(article, [alice, bob, carol], "", by=alice)
    assert [queries(address) for address in (ROUNDS, f"{ROUNDS}2/")] == first
