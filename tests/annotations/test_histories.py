"""The log in words: each verb has its sentence, and every field what it was before and after."""

from typing import Any

import pytest

from reader.accounts.models import User
from reader.annotations.answering import accept
from reader.annotations.changes import recast, restore, reword, withdraw
from reader.annotations.histories import changes_of, entries, standing_label
from reader.annotations.history_words import VERBS
from reader.annotations.logged_words import LoggedWords
from reader.annotations.models import Annotation
from reader.annotations.proposing import propose_annotation
from reader.annotations.relating import assume, join, part
from reader.annotations.reshaping import merge, place, split
from reader.annotations.revising import revise
from reader.annotations.saying import Sayer
from reader.annotations.undoing import redo, undo
from reader.argument.roles import RelationKind, Role
from reader.articles.models import Article, Part
from reader.articles.snapshots import take_snapshot
from tests.factories import SOURCE, make_annotation, make_article, make_member, make_relation

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice)


@pytest.fixture
def bob(article: Article) -> User:
    return make_member(article, "bob", Part.EDITOR)


@pytest.fixture
def trees(article: Article) -> Annotation:
    return make_annotation(article, "Trees cool streets")


@pytest.fixture
def shade(article: Article, trees: Annotation) -> Annotation:
    return make_annotation(article, "Shade saves water", Role.PREMISE)


def last_words(article: Article) -> str:
    change = changes_of(article).first()
    assert change
    return Sayer(article).words(change)


def last_differences(article: Article) -> list[tuple[str, str, str, str]]:
    change = changes_of(article).first()
    assert change
    differences = Sayer(article).differences(change)
    return [(d.thing, d.field, d.before, d.after) for d in differences]


def test_a_proposal_is_open_and_then_accepted(article: Article, alice: User, bob: User) -> None:
    proposal = propose_annotation(article, Role.CLAIM, "Shade", bob, [(0, 5)])
    assert not [told for told in last_differences(article) if told[1] == "Status"]
    accept(proposal, alice)
    assert ("Proposal 1", "Status", "open", "accepted") in last_differences(article)
    assert ("C1", "Status", "proposed", "stands") in last_differences(article)


def test_every_change_has_its_sentence(
    article: Article, alice: User, trees: Annotation, shade: Annotation
) -> None:
    assert last_words(article) == "marked P2"
    relation = make_relation(shade, target=trees)
    assert last_words(article) == "connected P2 supports C1"
    assumption = assume(relation, "Water is scarce", alice)
    assert last_words(article) == "named an assumption: P2 and A3 support C1"
    part(relation, assumption, alice)
    assert last_words(article) == "took a premise away: P2 supports C1"
    join(relation, assumption, alice)
    assert last_words(article) == "added a premise: P2 and A3 support C1"
    make_relation(shade, target=relation, kind=RelationKind.ATTACK)
    assert last_words(article) == "connected P2 undercuts a step"
    withdraw(trees, shade, by=alice)
    assert last_words(article) == "withdrew C1 and P2"
    undo(article, alice)
    assert last_words(article) == "undid: withdrew C1 and P2"
    redo(article, alice)
    assert last_words(article) == "did again: withdrew C1 and P2"
    restore(trees, by=alice)
    assert last_words(article) == "brought back C1"
    recast([trees], Role.EVIDENCE, alice)
    assert last_words(article) == "gave E1 another role"
    place(trees, [(0, 5)], alice, version=6)
    assert last_words(article) == "moved the borders of E1"


def test_a_new_text_is_told_by_its_summary_and_leads_to_what_changed(
    article: Article, alice: User
) -> None:
    revise(article, f"{SOURCE} More.", 1, "One sentence more", alice)
    assert last_words(article) == "revised the text: revision 2, “One sentence more”"
    revise(article, SOURCE, 2, "", alice)
    assert last_words(article) == "revised the text: revision 3"
    assert entries(article, list(changes_of(article)), {})[0].revisions == (2, 3)
    take_snapshot(article, "As printed", "", alice)
    assert last_words(article) == "made a snapshot to be cited: “As printed”"


def test_a_split_and_a_merge_name_what_they_touch(
    article: Article, alice: User, trees: Annotation, shade: Annotation
) -> None:
    split(trees, [(0, 5)], alice, version=1)
    assert last_words(article) == "split C1"
    merge(shade, trees, alice)
    assert last_words(article) == "merged P2 and C1"


def test_a_field_is_told_as_it_was_and_as_it_is(
    article: Article, alice: User, trees: Annotation
) -> None:
    reword(trees, alice, 1, Role.PREMISE, "Trees cool cities", note="In summer.")
    assert last_differences(article) == [
        ("P1", "Role", "claim", "premise"),
        ("P1", "Gist", "Trees cool streets", "Trees cool cities"),
        ("P1", "Note", "", "In summer."),
    ]


def test_passages_are_told_by_their_words(article: Article, alice: User, trees: Annotation) -> None:
    place(trees, [(0, 5), (20, 25)], alice, version=1)
    assert last_differences(article) == [
        ("C1", "Passages", "“Trees cool streets”", "“Trees” … “Shade”")
    ]


def test_of_a_new_text_only_the_passages_are_told_whose_words_it_changed(
    article: Article, alice: User, trees: Annotation, shade: Annotation
) -> None:
    revise(article, "First. Trees cool all streets. Shade saves water.", 1, "", alice)
    assert last_differences(article)[-1] == (
        "C1",
        "Passages",
        "“Trees cool streets”",
        "“Trees cool all streets”",
    )
    assert "P2" not in [thing for thing, *_ in last_differences(article)]
    revise(article, "First. Shade saves water.", 2, "", alice)
    assert last_differences(article)[-1] == (
        "C1",
        "Passages",
        "“Trees cool all streets”",
        "“Trees cool streets” (lost)",
    )


def test_more_revisions_cost_the_history_no_more_queries_and_no_whole_texts(
    article: Article, alice: User, trees: Annotation, django_assert_num_queries: Any
) -> None:
    tail = " ".join(["And so on."] * 500)
    for number in range(1, 9):
        revise(article, f"Trees cool {number} streets. {tail}", number, "", alice)
    changes = list(changes_of(article))
    words = LoggedWords(article)
    with django_assert_num_queries(1) as asked:
        words.read(changes)
    assert "SUBSTR" in asked[0]["sql"].upper()
    words.read(changes)
    sayer = Sayer(article)
    sayer.quotes.read(changes)
    assert sayer.labels
    with django_assert_num_queries(0):
        told = [difference for change in changes for difference in sayer.differences(change)]
    assert ("“Trees cool 1 streets”", "“Trees cool 2 streets”") in [
        (one.before, one.after) for one in told
    ]


def test_publishing_and_unknown_verbs_have_words_too(article: Article, alice: User) -> None:
    assert last_words(article) == "added the article"
    assert "frobnicate" not in VERBS
    change = changes_of(article).first()
    assert change
    change.verb = "frobnicate"
    assert Sayer(article).words(change) == "frobnicate: article"


def test_the_log_is_told_by_annotation_and_by_person(
    article: Article, alice: User, bob: User, trees: Annotation, shade: Annotation
) -> None:
    reword(trees, bob, 1, Role.CLAIM, "Bob’s")
    assert [c.verb for c in changes_of(article, number=1)] == ["reword", "annotate"]
    assert [c.verb for c in changes_of(article, actor="bob")] == ["reword"]


def test_what_was_undone_is_not_offered_again(
    article: Article, alice: User, trees: Annotation
) -> None:
    undo(article, alice)
    shown = entries(article, list(changes_of(article)), {2: False})
    assert [(e.can_be_undone, e.was_undone) for e in shown] == [
        (False, False),
        (False, True),
        (False, False),
    ]


def test_after_a_change_one_looks_where_something_stands(
    article: Article, alice: User, trees: Annotation
) -> None:
    assert standing_label(article, undo(article, alice)) == ""
    assert standing_label(article, redo(article, alice)) == "C1"
