import pytest

from reader.accounts.models import User
from reader.annotations.changes import recast, restore, withdraw
from reader.annotations.permanence import Since, last_seen, since, stood_in
from reader.annotations.reshaping import place
from reader.annotations.revising import revise
from reader.argument.roles import Role
from reader.articles.models import Article
from reader.articles.revisions import last_open_editions
from tests.factories import SOURCE, make_annotation, make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(editor=alice)
    make_annotation(article, "Trees cool streets")
    make_annotation(article, "Shade saves water")
    return article


def revised(article: Article, text: str, by: User) -> Article:
    article = Article.objects.with_heads().get(pk=article.pk)
    assert article.head is not None
    revise(article, text, article.head.number, "", by)
    return Article.objects.with_heads().get(pk=article.pk)


def seen(article: Article, *revisions: int) -> dict[int, int]:
    """As an editor sees them: each at its end."""
    ends = last_open_editions(article, [(0, article.edition)])
    return {number: ends[number] for number in revisions}


def told(article: Article, number: int, revision: int) -> Since | None:
    """What an editor is told."""
    article.refresh_from_db()
    return since(article, number, revision, seen(article, revision)[revision])


def test_words_that_changed_are_shown_with_those_that_stood_there(
    article: Article, alice: User
) -> None:
    article = revised(article, SOURCE.replace("cool streets", "cool <all> streets"), alice)
    said = told(article, 1, 1)
    assert said is not None
    assert (said.label, said.revision, said.is_lost) == ("C1", 1, False)
    assert (said.old, said.new) == ("Trees cool streets", "Trees cool <all> streets")
    assert "<ins>" in said.words and "&lt;all&gt;" in said.words and "<all>" not in said.words


def test_what_only_moved_or_was_wrapped_anew_says_nothing(article: Article, alice: User) -> None:
    text = "Shade saves\nwater. Roots lift pavements. Trees  cool\nstreets."
    article = revised(article, text, alice)
    assert told(article, 1, 1) is None and told(article, 2, 1) is None


def test_what_is_lost_is_told(article: Article, alice: User) -> None:
    article = revised(article, "Trees cool streets. Roots lift pavements.", alice)
    said = told(article, 2, 1)
    assert said is not None and said.is_lost
    assert said.words == "<del>Shade saves water</del>"
    assert told(article, 1, 1) is None


def test_borders_that_an_editor_moved_count_only_across_revisions(
    article: Article, alice: User
) -> None:
    claim = article.annotations.get(number=1)
    place(claim, [(0, 10)], alice, claim.version)
    assert told(article, 1, 1) is None, "links tell of a revision, not of a moment in it"


@pytest.mark.parametrize(("number", "revision"), [(1, 0), (1, 9), (7, 1), (2, 2)])
def test_where_it_has_no_words_there_are_none_to_tell_of(
    article: Article, alice: User, number: int, revision: int
) -> None:
    article = revised(article, "Trees cool all streets.", alice)
    assert not stood_in(article, number, revision)
    assert stood_in(article, 1, 2) and told(article, 1, 2) is None


def test_what_was_not_seen_at_the_time_is_not_told(article: Article, alice: User) -> None:
    article.refresh_from_db()
    before = article.edition - 1  # C2 was made in the last edition
    article = revised(article, "Trees cool all streets.", alice)
    assert told(article, 2, 1) is not None
    assert since(article, 2, 1, before) is None and since(article, 1, 1, before) is not None
    assert last_seen(article, 2, {1: before}) is None


def test_of_words_that_were_placed_elsewhere_those_are_told_that_were_seen(
    article: Article, alice: User
) -> None:
    article.refresh_from_db()
    seen_until = article.edition
    claim = article.annotations.get(number=1)
    place(claim, [(11, 18)], alice, claim.version)
    article = revised(article, "Trees cool all streets.", alice)
    said = since(article, 1, 1, seen_until)
    assert said is not None and said.old == "Trees cool streets"


def test_what_is_withdrawn_is_told_without_its_words(article: Article, alice: User) -> None:
    article = revised(article, "Trees cool all streets. Shade saves water.", alice)
    withdraw(article.annotations.get(number=1), by=alice)
    said = told(article, 1, 1)
    assert said is not None and said.is_withdrawn and said.words == ""


def test_the_last_revision_at_whose_end_it_stood_is_found(article: Article, alice: User) -> None:
    claim = article.annotations.get(number=1)
    recast([claim], Role.PREMISE, by=alice)
    article = revised(article, "Trees cool all streets.", alice)
    claim.refresh_from_db()
    withdraw(claim, by=alice)
    article = revised(article, "Trees cool all the streets.", alice)
    assert last_seen(article, 1, seen(article, 1, 2, 3)) == (1, "P1")
    assert last_seen(article, 1, seen(article, 2, 3)) is None
    claim.refresh_from_db()
    restore(claim, by=alice)
    article = revised(article, "Trees cool all of the streets.", alice)
    assert last_seen(article, 1, seen(article, 1, 2, 3, 4)) == (4, "P1")
    assert last_seen(article, 9, seen(article, 1, 2, 3, 4)) is None
