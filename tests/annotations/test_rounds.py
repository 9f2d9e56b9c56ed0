import pytest
from django.utils import timezone

from reader.accounts.models import User
from reader.annotations.changes import annotate
from reader.annotations.comment_models import Notification, Occasion
from reader.annotations.commenting import comment
from reader.annotations.proposing import propose_removal
from reader.annotations.replaying import strayed
from reader.annotations.rounds import (
    CLOSED,
    MOST_PEOPLE,
    STILL_OPEN,
    TOO_FEW,
    TOO_MANY,
    add_to_round,
    close_round,
    drop_from_round,
    is_said_done,
    open_round,
    say_done,
    sheets_of,
    show_readings,
)
from reader.annotations.undoing import entries_of
from reader.argument.roles import Role
from reader.articles.deleting import GRACE, delete, purge, restore
from reader.articles.history import ChangeRefused
from reader.articles.membering import NOT_OWNER, SHEET_IS_CLOSED, appoint, discussed, remove
from reader.articles.models import Article, Change, Part, Round
from reader.articles.search_models import SearchText
from tests.factories import make_annotation, make_article, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(editor=alice, byline="Jane Roe", language="de")
    for name in ("bob", "carol"):
        make_member(article, name, Part.EDITOR)
    make_member(article, "dora", Part.REVIEWER)
    make_annotation(article, "Trees cool streets")
    return article


@pytest.fixture
def round(article, alice, bob) -> Round:
    return open_round(article, [alice, bob], "Mark every claim.", by=alice)


def sheet_of(round: Round, name: str) -> Article:
    return next(sheet.article for sheet in sheets_of(round) if sheet.editor.username == name)


def mark(sheet: Article, name: str, words: str = "Trees cool streets"):
    start = sheet.head.text.index(words)
    spans = [(start, start + len(words))]
    return annotate(sheet, Role.CLAIM, gist=words, by=make_user(name), spans=spans)


def last_of(article: Article) -> Change:
    return article.changes.latest("seq")


def test_everybody_gets_a_blank_copy_of_the_same_text(article, round):
    sheets = sheets_of(round)
    assert [sheet.editor.username for sheet in sheets] == ["alice", "bob"]
    for sheet in (s.article for s in sheets):
        head, main = sheet.head, article.head
        assert (head.number, head.source, head.html, head.text) == (
            *(1, main.source),
            *(main.html, main.text),
        )
        assert (sheet.title, sheet.byline, sheet.language) == ("Street trees", "Jane Roe", "de")
        assert sheet.is_private and not sheet.annotations.exists()
        assert not SearchText.objects.filter(article=sheet).exists()
        assert sheet.edition == last_of(sheet).seq == head.edition == 1


def test_opening_one_leaves_one_change_and_tells_those_invited(article, round, alice, bob):
    change = last_of(article)
    assert (change.verb, change.object, change.seq) == ("open round", "round 1", 3)
    article.refresh_from_db()
    assert article.edition == 3
    assert change.after["round 1"] == {
        "revision": 1,
        "instructions": "Mark every claim.",
        "people": [alice.pk, bob.pk],
    }
    told = Notification.objects.values_list("user__username", "occasion")
    assert list(told) == [("bob", Occasion.ROUND)]


def test_numbers_begin_anew_on_every_sheet(round):
    marks = [mark(sheet_of(round, name), name) for name in ("alice", "bob", "bob")]
    assert [annotation.label for annotation in marks] == ["C1", "C1", "C2"]
    for sheet in sheets_of(round):
        sheet.article.refresh_from_db()
        assert sheet.article.edition == last_of(sheet.article).seq
        assert strayed(sheet.article) == []


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["alice"], TOO_FEW),
        (["alice", "alice"], TOO_FEW),
        (["alice", "dora"], "Dora"),
        (["alice", "nobody"], "Nobody"),
    ],
)
def test_a_round_is_refused_with_the_wrong_people(article, alice, names, words):
    with pytest.raises(ChangeRefused, match=words):
        open_round(article, [make_user(name) for name in names], "", by=alice)
    assert not Round.objects.exists()


def test_a_round_with_too_many_is_refused(article, alice):
    crowd = [make_member(article, f"p{n}", Part.EDITOR) for n in range(MOST_PEOPLE + 1)]
    with pytest.raises(ChangeRefused, match=TOO_MANY):
        open_round(article, crowd, "", by=alice)


def test_an_account_that_is_closed_is_not_invited(article, alice, bob):
    bob.is_active = False
    bob.save()
    with pytest.raises(ChangeRefused, match="Bob"):
        open_round(article, [alice, bob], "", by=alice)


def test_only_an_owner_opens_closes_and_shows(article, round, alice, bob, carol):
    verbs = [
        lambda: open_round(article, [alice, bob], "", by=bob),
        lambda: close_round(round, by=bob),
        lambda: show_readings(round, True, by=bob),
        lambda: add_to_round(round, carol, by=bob),
        lambda: drop_from_round(round, alice, by=bob),
    ]
    for verb in verbs:
        with pytest.raises(ChangeRefused, match=NOT_OWNER):
            verb()


def test_nothing_comes_onto_a_sheet_after_closing(article, round, alice, bob):
    mark(sheet_of(round, "bob"), "bob")
    close_round(round, by=alice)
    with pytest.raises(ChangeRefused, match=SHEET_IS_CLOSED):
        mark(sheet_of(round, "bob"), "bob")
    with pytest.raises(ChangeRefused, match=SHEET_IS_CLOSED):
        say_done(sheet_of(round, "bob"), True, by=bob)
    assert last_of(article).verb == last_of(sheet_of(round, "bob")).verb == "close round"
    assert Notification.objects.filter(user=bob).count() == 2


@pytest.mark.parametrize("verb", ["close", "add", "drop"])
def test_a_closed_round_stays_as_it_is(round, alice, bob, carol, verb):
    close_round(round, by=alice)
    with pytest.raises(ChangeRefused, match=CLOSED):
        match verb:
            case "close":
                close_round(round, by=alice)
            case "add":
                add_to_round(round, carol, by=alice)
            case "drop":
                drop_from_round(round, bob, by=bob)


def test_readings_are_shown_only_of_a_closed_round(article, round, alice):
    with pytest.raises(ChangeRefused, match=STILL_OPEN):
        show_readings(round, True, by=alice)
    close_round(round, by=alice)
    show_readings(round, True, by=alice)
    seq = last_of(article).seq
    show_readings(round, True, by=alice)
    round.refresh_from_db()
    assert round.is_shown and last_of(article).seq == seq
    assert last_of(article).verb == "show readings"
    show_readings(round, False, by=alice)
    assert last_of(article).verb == "hide readings"


def test_somebody_comes_later_to_the_text_of_the_round(article, round, alice, carol):
    add_to_round(round, carol, by=alice)
    assert [sheet.editor.username for sheet in sheets_of(round)] == ["alice", "bob", "carol"]
    with pytest.raises(ChangeRefused, match="already"):
        add_to_round(round, carol, by=alice)
    assert Notification.objects.filter(user=carol).count() == 1


def test_whoever_drops_out_finds_the_old_sheet_on_coming_back(article, round, alice, bob):
    sheet = sheet_of(round, "bob")
    mark(sheet, "bob")
    drop_from_round(round, bob, by=bob)
    assert [sheet.editor.username for sheet in sheets_of(round)] == ["alice"]
    assert not Article.objects.readable_by(bob).filter(pk=sheet.pk).exists()
    with pytest.raises(ChangeRefused):
        mark(sheet, "bob")
    add_to_round(round, bob, by=alice)
    assert sheet_of(round, "bob") == sheet and sheet.annotations.count() == 1


def test_saying_done_is_taken_back_by_going_on(round, bob):
    sheet = sheet_of(round, "bob")
    for is_done in (True, True, False):
        say_done(sheet, is_done, by=bob)
        assert is_said_done(sheet) is is_done
    assert [change.verb for change in sheet.changes.all()] == ["create", "done", "go on"]


def test_a_sheet_is_nobodys_to_discuss(round, bob):
    with pytest.raises(ChangeRefused):
        discussed(sheet_of(round, "bob"), bob)


@pytest.mark.parametrize("lost", ["removed", "reader", "deleted"])
def test_a_sheet_goes_with_the_part_in_the_article_and_comes_back_with_it(
    article, round, alice, bob, lost
):
    sheet = sheet_of(round, "bob")
    if lost == "removed":
        remove(article, bob, by=alice)
    elif lost == "reader":
        appoint(article, bob, Part.READER, by=alice)
    else:
        delete(article, by=alice)
    for found in (Article.objects.readable_by(bob), Article.objects.annotatable_by(bob)):
        assert not found.filter(pk=sheet.pk).exists()
    with pytest.raises(ChangeRefused):
        mark(sheet, "bob")
    if lost == "removed":
        make_member(article, "bob", Part.EDITOR)
    elif lost == "reader":
        appoint(article, bob, Part.EDITOR, by=alice)
    else:
        restore(article, by=alice)
    assert mark(sheet, "bob").label == "C1"


def test_an_article_that_is_gone_for_good_takes_its_sheets_along(article, round, alice, bob):
    first = mark(sheet_of(round, "bob"), "bob")
    annotate(first.article, Role.RHETORIC, gist="Oh", by=bob, spans=[(0, 5)], leans_on=first)
    drop_from_round(round, bob, by=bob)
    comment(article, "Why?", alice)
    propose_removal(article.annotations.get(), make_user("dora"))
    delete(article, by=alice)
    late = timezone.now() + GRACE * 2
    assert article in list(purge(late))
    assert not Article.objects.exists() and not Round.objects.exists()


def test_what_is_said_done_cannot_be_undone_as_a_mark_can(round, bob):
    sheet = sheet_of(round, "bob")
    mark(sheet, "bob")
    say_done(sheet, True, by=bob)
    assert [entry.verb for entry in entries_of(sheet, bob)] == ["annotate"]
