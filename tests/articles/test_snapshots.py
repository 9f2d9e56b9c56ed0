import pytest

from reader.accounts.models import User
from reader.annotations.replaying import strayed
from reader.annotations.revising import revise
from reader.annotations.undoing import undo
from reader.articles import snapshots
from reader.articles.deleting import remove_for_good
from reader.articles.history import ChangeRefused
from reader.articles.models import Article, Part, Snapshot
from reader.articles.snapshots import ALPHABET, KEY_LENGTH, snapshots_of, take_snapshot
from tests.factories import make_annotation, make_article, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice)


def test_a_snapshot_is_the_state_that_its_own_change_made(article: Article, alice: User) -> None:
    make_annotation(article, "Trees")
    taken = take_snapshot(article, "As submitted", "To the council", alice)
    change = article.changes.get(seq=taken.edition)
    assert (change.verb, change.object, change.actor) == ("snapshot", "snapshot 1", alice)
    assert change.after["snapshot 1"]["name"] == "As submitted"
    article.refresh_from_db()
    assert (article.edition, taken.number, taken.revision) == (taken.edition, 1, article.head)
    assert strayed(article) == []


def test_numbers_go_on_and_keys_are_drawn(article: Article, alice: User) -> None:
    first = take_snapshot(article, "One", "", alice)
    revise(article, "Other words.", 1, "", alice)
    second = take_snapshot(article, "Two", "", alice)
    assert [s.number for s in snapshots_of(article)] == [2, 1]
    assert (first.revision.number, second.revision.number) == (1, 2)
    assert first.key != second.key and len(second.key) == KEY_LENGTH
    assert set(first.key + second.key) <= set(ALPHABET)


def test_a_key_that_is_taken_is_drawn_again(
    article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = iter("a" * 2 * KEY_LENGTH + "b" * KEY_LENGTH)
    monkeypatch.setattr(snapshots.secrets, "choice", lambda _: next(letters))
    keys = [take_snapshot(article, name, "", alice).key for name in ("One", "Two")]
    assert keys == ["a" * KEY_LENGTH, "b" * KEY_LENGTH]


def test_two_snapshots_of_one_article_have_two_names(article: Article, alice: User) -> None:
    take_snapshot(article, "As submitted", "", alice)
    with pytest.raises(ChangeRefused, match="that name already"):
        take_snapshot(article, "AS SUBMITTED", "", alice)
    assert article.changes.count() == article.snapshots.count() + 1


def test_only_editors_take_them(article: Article) -> None:
    for person in (
        make_member(article, "rita", Part.REVIEWER),
        make_member(article, "x", "reader"),
    ):
        with pytest.raises(ChangeRefused):
            take_snapshot(article, "Mine", "", person)


def test_there_is_an_end_to_them(
    article: Article, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "MOST_SNAPSHOTS", 1)
    take_snapshot(article, "One", "", alice)
    with pytest.raises(ChangeRefused, match="no more"):
        take_snapshot(article, "Two", "", alice)


def test_an_article_goes_with_its_snapshots(article: Article, alice: User) -> None:
    make_annotation(article, "Shade saves water")
    take_snapshot(article, "One", "", alice)
    revise(article, "Trees cool streets.", 1, "", alice)
    take_snapshot(article, "Two", "", alice)
    remove_for_good(article)
    assert not Snapshot.objects.exists() and not Article.objects.exists()


def test_a_snapshot_is_not_undone(article: Article, alice: User) -> None:
    make_annotation(article, "Trees")
    taken = take_snapshot(article, "One", "", alice)
    with pytest.raises(ChangeRefused, match="nothing to undo"):
        undo(article, alice, seq=taken.edition)
    assert undo(article, alice).undoes.verb == "annotate"
