import pytest

from reader.accounts.models import User
from reader.annotations.graphs import reading_of
from reader.annotations.pairing import Degree, Pairing
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article
from tests.factories import SOURCE, make_article
from tests.rounds import connect, make_round, mark, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheets(alice: User) -> tuple[Article, Article]:
    round = make_round(make_article(editor=alice), "bob", "carol")
    return sheet_of(round, "bob"), sheet_of(round, "carol")


def aligned(sheets: tuple[Article, Article]) -> Pairing:
    mine, theirs = (reading_of(sheet) for sheet in sheets)
    return Pairing(SOURCE, mine, theirs)


def test_rows_say_what_both_marked_and_what_only_one_did(sheets: tuple[Article, Article]) -> None:
    bobs, carols = sheets
    mark(bobs, "Trees cool streets")
    mark(carols, "Trees cool streets.")
    mark(bobs, "Shade saves water", Role.PREMISE)
    mark(carols, "Shade saves water", Role.EVIDENCE)
    mark(bobs, "lift pavements", Role.PREMISE)
    mark(carols, "Roots lift pavements", Role.PREMISE)
    mark(carols, "water", Role.RHETORIC)
    rows = aligned(sheets).rows
    assert [(row.key, row.degree) for row in rows] == [
        ("1-1", Degree.AGREED),  # nobody disagrees about a full stop
        ("2-2", Degree.PARTLY),
        ("0-4", Degree.ONLY),
        ("3-3", Degree.PARTLY),
    ]
    assert (rows[1].other_role, rows[1].other_words) == (True, False)
    assert (rows[3].other_role, rows[3].other_words) == (False, True)
    assert [a.label for a in rows[2].beside] == ["P2"]


def test_what_the_text_never_says_is_the_same_in_the_same_words(
    sheets: tuple[Article, Article],
) -> None:
    for sheet, gist in zip(sheets, ("Heat harms", "heat harms"), strict=True):
        mark(sheet, "", Role.ASSUMPTION, gist)
    assert [row.degree for row in aligned(sheets).rows] == [Degree.AGREED]


def test_of_several_that_share_words_each_has_one_counterpart(
    sheets: tuple[Article, Article],
) -> None:
    bobs, carols = sheets
    mark(bobs, "Trees cool streets")
    mark(carols, "Trees cool streets")
    mark(carols, "Trees cool street", Role.PREMISE)
    rows = aligned(sheets).rows
    assert sorted(row.key for row in rows) == ["0-2", "1-1"]


def test_relations_are_both_of_another_kind_or_only_one(sheets: tuple[Article, Article]) -> None:
    carols = sheets[1]
    words = ("Trees", "Shade", "Roots")
    mine, theirs = ([mark(sheet, word) for word in words] for sheet in sheets)
    connect(mine[1], target=mine[0])
    connect(theirs[1], target=theirs[0])
    connect(mine[2], target=mine[0])
    connect(theirs[2], target=theirs[0], kind=RelationKind.ATTACK)
    extra = mark(carols, "pavements")
    connect(theirs[1], target=theirs[2])
    connect(extra, target=theirs[0])
    undercut = carols.relations.get(number=1)
    connect(extra, target=undercut, kind=RelationKind.ATTACK)
    found = [(tied.degree, tied.comparable) for tied in aligned(sheets).tied]
    assert found == [
        (Degree.AGREED, True),
        (Degree.PARTLY, True),
        (Degree.ONLY, True),
        (Degree.ONLY, False),
        (Degree.ONLY, False),
    ]


def test_figures_are_there_for_two_and_for_all(sheets: tuple[Article, Article]) -> None:
    for sheet in sheets:
        mark(sheet, "Trees cool streets")
    found = aligned(sheets)
    assert (found.exact.f1, found.shared.f1, found.roles.same.f1) == (1, 1, 1)
    assert found.relations.exact.f1 is None


def test_empty_sheets_are_compared_too(sheets: tuple[Article, Article]) -> None:
    found = aligned(sheets)
    assert (found.rows, found.tied, found.exact.f1) == ((), (), None)
