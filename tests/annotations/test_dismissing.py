import pytest

from reader.annotations.dismissing import dismiss, reinstate
from reader.annotations.graphs import reading_of
from reader.annotations.remarks import remarks_of
from reader.annotations.suggestions import suggestions_of
from reader.annotations.undoing import undo
from reader.argument.findings import FindingKind
from reader.argument.roles import Role
from tests.factories import make_annotation, make_article, make_relation

pytestmark = pytest.mark.django_db

SOURCE = (
    "We must plant trees. However, roots lift pavements. It works well because shade saves water."
)


@pytest.fixture
def article(alice):
    return make_article(SOURCE)


def remarks(article):
    return remarks_of(article, reading_of(article))


def suggestions(article):
    return suggestions_of(article, reading_of(article))


def test_a_dismissed_finding_is_open_no_more_and_comes_back(article, alice):
    make_annotation(article, "We must plant trees")
    (finding,) = remarks(article).open
    dismissal = dismiss(article, finding.key, alice, reason="It is so")
    assert not remarks(article).open
    assert [r.dismissal.reason for r in remarks(article).dismissed] == ["It is so"]
    reinstate(dismissal, alice)
    assert [f.key for f in remarks(article).open] == [finding.key]


def test_dismissing_twice_keeps_one_and_is_one_change(article, alice):
    one, other = (dismiss(article, "circle 1 2", alice) for _ in range(2))
    assert one == other
    assert article.changes.filter(verb="dismiss").count() == 1


def test_dismissed_again_it_is_the_same_remark(article, alice):
    one = dismiss(article, "circle 1 2", alice)
    reinstate(one, alice)
    other = dismiss(article, "circle 1 2", alice, reason="Enough")
    assert (other.pk, other.version, other.reason) == (one.pk, 3, "Enough")


def test_dismissing_is_undone_like_any_change(article, alice):
    make_annotation(article, "We must plant trees")
    (finding,) = remarks(article).open
    dismiss(article, finding.key, alice)
    undo(article, alice)
    assert remarks(article).open == [finding]


def test_a_dismissal_gives_the_article_a_new_edition(article, alice):
    dismiss(article, "circle 1 2", alice)
    before = article.edition
    article.refresh_from_db()
    assert article.edition == before + 1


def test_a_gist_that_claims_more_than_its_passage_is_remarked(article):
    claim = make_annotation(article, "We must plant trees", gist="Everybody must plant trees")
    make_relation(make_annotation(article, "shade saves water", Role.PREMISE), target=claim)
    (finding,) = remarks(article).open
    assert (finding.kind, finding.key) == (FindingKind.OVERSTATED, "overstated 1 everybody")


def test_suggestions_leave_out_what_is_marked(article):
    assert [s.cue for s in suggestions(article).open] == ["must", "However", "because"]
    make_annotation(article, "roots")
    assert [s.cue for s in suggestions(article).open] == ["must", "because"]


def test_a_dismissed_suggestion_never_comes_back_though_the_text_around_it_changes(article, alice):
    contrast = suggestions(article).open[1]
    dismiss(article, contrast.about, alice)
    edited = make_article(f"A new beginning.\n\n{SOURCE}", slug="edited")
    assert contrast.about in {s.about for s in suggestions(edited).open}
    assert contrast.about not in {s.about for s in suggestions(article).open}
    assert [s.quote for s, _ in suggestions(article).dismissed] == [contrast.quote]


def test_a_suggestion_says_its_words_in_three_parts(article):
    last = suggestions(article).open[-1]
    assert (last.before, last.cue, last.after) == ("", "because", " shade saves water.")
    assert len(last.about) <= 200
