"""Proposals: what happens to them, and that nobody but those who work on the article learns of them."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from reader.accounts.models import User
from reader.annotations.answering import accept, amend, decline, take_back
from reader.annotations.changes import reword, withdraw
from reader.annotations.comment_models import Notification, Occasion
from reader.annotations.graphs import reading_of
from reader.annotations.histories import entries
from reader.annotations.models import Annotation, Proposal, Relation, Status
from reader.annotations.proposing import (
    propose_annotation,
    propose_relation,
    propose_removal,
    propose_wording,
)
from reader.annotations.relating import relate
from reader.annotations.replaying import strayed
from reader.annotations.reshaping import merge
from reader.annotations.revising import revise
from reader.annotations.rewinding import reading_at
from reader.annotations.undoing import redo, undo
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member, make_relation, make_user

pytestmark = pytest.mark.django_db
CLAIM, PREMISE, SUPPORT = Role.CLAIM, Role.PREMISE, RelationKind.SUPPORT


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice)


@pytest.fixture
def bob(article: Article) -> User:
    return make_member(article, "bob", Part.REVIEWER)


def propose(article: Article, by: User, gist: str = "Shade saves water", **fields: Any) -> Proposal:
    return propose_annotation(article, CLAIM, gist, by, [(20, 31)], **fields)


def about(proposal: Proposal) -> Any:
    """The annotation or relation that a proposal is about, as it is now."""
    thing = proposal.annotation or proposal.relation
    assert thing is not None
    return type(thing).objects.get(pk=thing.pk)


def seen(article: Article) -> list[str]:
    return [a.label for a in reading_of(Article.objects.get(pk=article.pk)).annotations]


def status_of(proposal: Proposal) -> str:
    return str(Proposal.objects.get(pk=proposal.pk).status)


def test_a_proposed_annotation_is_there_but_readers_do_not_see_it(article, bob) -> None:
    proposal = propose(article, bob, why="It says so")
    assert seen(article) == []
    assert [a.label for a in reading_of(article, with_proposed=True).annotations] == ["C1"]
    assert (about(proposal).author, proposal.why) == (bob, "It says so")
    assert strayed(article) == []


def test_what_is_accepted_is_seen_and_still_belongs_to_who_proposed_it(article, alice, bob) -> None:
    proposal = propose(article, bob)
    accept(proposal, alice)
    assert seen(article) == ["C1"]
    assert about(proposal).author == bob
    assert Proposal.objects.get().answered_by == alice


def test_an_amended_one_says_what_the_editor_made_of_it(article, alice, bob) -> None:
    proposal = propose(article, bob)
    amend(proposal, alice, Role.EVIDENCE, "Shade keeps soil moist")
    assert (about(proposal).gist, about(proposal).author) == ("Shade keeps soil moist", bob)
    assert seen(article) == ["E1"]
    assert status_of(proposal) == "accepted"


def test_a_declined_one_is_gone_and_keeps_the_reason(article, alice, bob) -> None:
    proposal = propose(article, bob)
    decline(proposal, alice, "The text does not say so")
    assert about(proposal).status == Status.WITHDRAWN
    assert Proposal.objects.get().answer == "The text does not say so"


def test_declining_needs_a_reason(article, alice, bob) -> None:
    proposal = propose(article, bob)
    with pytest.raises(ChangeRefused):
        decline(proposal, alice, " ")


def test_only_who_proposed_it_takes_it_back(article, alice, bob) -> None:
    proposal = propose(article, bob)
    with pytest.raises(ChangeRefused):
        take_back(proposal, alice)
    take_back(proposal, bob)
    assert about(proposal).status == Status.WITHDRAWN
    assert status_of(proposal) == "withdrawn"


def test_a_reviewer_answers_no_proposal_and_a_reader_makes_none(article, bob) -> None:
    proposal = propose(article, bob)
    carol = make_member(article, "carol", Part.READER)
    for act in (
        lambda: accept(proposal, bob),
        lambda: decline(proposal, bob, "no"),
        lambda: amend(proposal, bob, CLAIM, "x"),
        lambda: propose(article, carol),
    ):
        with pytest.raises(ChangeRefused):
            act()


ACTS: dict[str, Any] = {
    "accept": lambda p, alice, bob: accept(p, alice),
    "amend": lambda p, alice, bob: amend(p, alice, CLAIM, "Better"),
    "decline": lambda p, alice, bob: decline(p, alice, "No"),
    "take back": lambda p, alice, bob: take_back(p, bob),
}


@pytest.mark.parametrize("first", ACTS)
def test_a_proposal_is_answered_once(article, alice, bob, first: str) -> None:
    proposal = propose(article, bob)
    ACTS[first](proposal, alice, bob)
    for again in ACTS.values():
        with pytest.raises(ChangeRefused):
            again(proposal, alice, bob)


@pytest.mark.parametrize("kind", ["annotation", "relation", "wording", "removal"])
@pytest.mark.parametrize("act", ["accept", "decline"])
def test_an_answer_is_undone_and_given_again(article, alice, bob, kind: str, act: str) -> None:
    proposal = proposal_of(kind, article, bob)
    before = told(article)
    ACTS[act](proposal, alice, bob)
    after = told(article)
    undo(article, alice)
    assert told(article) == before
    assert status_of(proposal) == "open"
    redo(article, alice)
    assert told(article) == after
    assert strayed(article) == []


def proposal_of(kind: str, article: Article, by: User) -> Proposal:
    claim, premise = (
        make_annotation(article, "Trees cool streets"),
        make_annotation(article, "Shade"),
    )
    if kind == "annotation":
        return propose(article, by)
    if kind == "relation":
        return propose_relation(article, [premise], SUPPORT, claim, by)
    if kind == "wording":
        return propose_wording(claim, by, 1, PREMISE, "Streets get cool")
    return propose_removal(claim, by)


def told(article: Article) -> list[Any]:
    rows = [*Annotation.objects.all(), *Relation.objects.all()]
    things = [(type(r).__name__, r.number, str(r.status), str(r)) for r in rows]
    proposals = Proposal.objects.values_list("number", "status", "answer", "answered_by")
    return [*things, *proposals]


def test_undoing_an_answer_does_not_pull_the_ground_from_under_others(article, alice, bob) -> None:
    claim = make_annotation(article, "Trees cool streets")
    proposal = propose(article, bob)
    accept(proposal, alice)
    seq = article.changes.order_by("seq").last().seq
    relate(article, [about(proposal)], SUPPORT, claim, alice)
    with pytest.raises(ChangeRefused, match="built upon"):
        undo(article, alice, seq)


def test_a_relation_that_stands_needs_ends_that_stand(article, alice, bob) -> None:
    claim = make_annotation(article, "Trees cool streets")
    proposed = about(propose(article, bob))
    with pytest.raises(ChangeRefused, match="only proposed"):
        relate(article, [proposed], SUPPORT, claim, alice)
    relation = propose_relation(article, [proposed], SUPPORT, claim, bob)
    with pytest.raises(ChangeRefused, match="C2 is only proposed"):
        accept(relation, alice)
    accept(relation, alice, with_ends=True)
    assert seen(article) == ["C1", "C2"]
    assert set(Proposal.objects.values_list("status", flat=True)) == {"accepted"}
    undo(article, alice)
    assert set(Proposal.objects.values_list("status", flat=True)) == {"open"}


def test_what_is_proposed_changes_by_its_answer_alone(article, alice, bob) -> None:
    claim = make_annotation(article, "Trees cool streets")
    proposed = about(propose(article, bob))
    for act in (
        lambda: reword(proposed, alice, proposed.version, CLAIM, "Mine"),
        lambda: withdraw(proposed, by=alice),
        lambda: merge(claim, proposed, alice),
    ):
        with pytest.raises(ChangeRefused, match="only proposed"):
            act()


def test_one_says_ones_own_proposal_better(article, bob) -> None:
    proposal = propose(article, bob)
    again = propose_wording(about(proposal), bob, 1, PREMISE, "Shade helps")
    assert again == proposal
    assert (about(proposal).label, about(proposal).status) == ("P1", Status.PROPOSED)


def test_nobody_words_what_somebody_else_proposes(article, bob) -> None:
    proposal = propose(article, bob)
    dan = make_member(article, "dan", Part.REVIEWER)
    with pytest.raises(ChangeRefused, match="only proposed, by Bob"):
        propose_wording(about(proposal), dan, 1, PREMISE, "Shade helps")


def test_a_wording_changes_nothing_until_it_is_accepted(article, alice, bob) -> None:
    claim = make_annotation(article, "Trees cool streets")
    proposal = propose_wording(claim, bob, 1, PREMISE, "Streets get cool")
    assert about(proposal).label == "C1"
    accept(proposal, alice)
    assert (about(proposal).label, about(proposal).gist) == ("P1", "Streets get cool")


def test_a_second_wording_of_ones_own_takes_the_place_of_the_first(article, bob) -> None:
    claim = make_annotation(article, "Trees cool streets")
    propose_wording(claim, bob, 1, CLAIM, "One")
    propose_wording(claim, bob, 1, CLAIM, "Two")
    assert [p.wording["gist"] for p in Proposal.objects.all()] == ["Two"]


def test_a_wording_that_is_there_already_is_none(article, bob) -> None:
    claim = make_annotation(article, "Trees cool streets")
    with pytest.raises(ChangeRefused, match="says just that"):
        propose_wording(claim, bob, 1, CLAIM, claim.gist)


def test_other_fields_that_changed_meanwhile_stay(article, alice, bob) -> None:
    claim = make_annotation(article, "Trees cool streets")
    proposal = propose_wording(claim, bob, 1, CLAIM, "Streets get cool")
    reword(claim, alice, 1, CLAIM, claim.gist, note="Said twice")
    accept(proposal, alice)
    assert (about(proposal).gist, about(proposal).note) == ("Streets get cool", "Said twice")


def test_the_same_field_changed_meanwhile_is_said_and_can_be_amended(article, alice, bob) -> None:
    claim = make_annotation(article, "Trees cool streets")
    proposal = propose_wording(claim, bob, 1, CLAIM, "Streets get cool")
    reword(claim, alice, 1, CLAIM, "Trees cool")
    with pytest.raises(ChangeOvertaken, match="gist"):
        accept(proposal, alice)
    amend(proposal, alice, CLAIM, "Trees cool the streets")
    assert about(proposal).gist == "Trees cool the streets"


def test_a_removal_takes_the_thing_off_the_page_once_it_is_accepted(article, alice, bob) -> None:
    claim, premise = (
        make_annotation(article, "Trees cool streets"),
        make_annotation(article, "Shade"),
    )
    relation = make_relation(premise, target=claim)
    proposal = propose_removal(relation, bob, "It does not follow")
    with pytest.raises(ChangeRefused, match="already"):
        propose_removal(relation, bob)
    accept(proposal, alice)
    assert about(proposal).status == Status.WITHDRAWN


def test_what_was_withdrawn_meanwhile_is_not_accepted(article, alice, bob) -> None:
    claim = make_annotation(article, "Trees cool streets")
    proposal = propose_wording(claim, bob, 1, CLAIM, "Streets get cool")
    withdraw(claim, by=alice)
    with pytest.raises(ChangeRefused, match="withdrawn meanwhile"):
        accept(proposal, alice)


def test_editors_hear_of_proposals_and_reviewers_of_answers(article, alice, bob) -> None:
    proposal = propose(article, bob)
    accept(proposal, alice)
    told = set(Notification.objects.values_list("user__username", "occasion"))
    assert told == {("alice", Occasion.PROPOSAL), ("bob", Occasion.DECISION)}


def test_a_new_text_carries_what_is_proposed_along(article, alice, bob) -> None:
    proposal = propose(article, bob)
    fresh = Article.objects.get(pk=article.pk)
    revise(fresh, "Yes. " + fresh.head.source, 1, "", alice)
    accept(proposal, alice)
    reading = reading_of(Article.objects.get(pk=article.pk))
    assert [p.quote for p in reading.passages[1]] == ["Shade saves"]


def test_merging_two_ends_redirects_what_is_proposed_between_others(article, alice, bob) -> None:
    one, two, three = (make_annotation(article, w) for w in ("Trees", "Shade", "Roots"))
    proposal = propose_relation(article, [two], SUPPORT, three, bob)
    merge(one, two, alice)
    assert list(about(proposal).premises.all()) == [one]


def test_no_old_state_shows_what_was_proposed(article, alice, bob) -> None:
    claim = make_annotation(article, "Trees cool streets")
    relation = propose_relation(article, [about(propose(article, bob))], SUPPORT, claim, bob)
    edition = Article.objects.get(pk=article.pk).edition
    accept(relation, alice, with_ends=True)
    then = reading_at(Article.objects.get(pk=article.pk), edition)
    assert [a.label for a in then.annotations] == ["C1"]
    assert then.relations == ()


def test_every_answer_is_said_in_words(article, alice, bob) -> None:
    claim, premise = (
        make_annotation(article, "Trees cool streets"),
        make_annotation(article, "Shade"),
    )
    accept(propose(article, bob), alice)
    decline(propose_relation(article, [premise], SUPPORT, claim, bob), alice, "No")
    amend(propose_wording(claim, bob, 1, CLAIM, "Palms"), alice, CLAIM, "Palm trees")
    take_back(propose_removal(claim, bob), bob)
    changes = list(article.changes.order_by("seq"))[3:]
    assert [entry.words for entry in entries(article, changes, {})] == [
        "proposed C3",
        "accepted what was proposed: C3",
        "proposed C2 supports C1",
        "declined what was proposed: C2 supports C1",
        "proposed other words for C1",
        "amended and accepted what was proposed: other words for C1",
        "proposed to withdraw C1",
        "took back what was proposed: to withdraw C1",
    ]


STEPS = st.tuples(
    st.sampled_from(["propose", "relate", "word", "remove", *ACTS, "undo", "redo", "merge"]),
    st.integers(0, 5),
    st.integers(0, 5),
)


def test_no_history_breaks_the_argument(alice: User) -> None:
    @given(st.lists(STEPS, max_size=14))
    @settings(max_examples=20, phases=[Phase.explicit, Phase.reuse, Phase.generate])
    def law(steps: list[tuple[str, int, int]]) -> None:
        with transaction.atomic():
            article = make_article(editor=make_user("alice"))
            people = make_user("alice"), make_member(article, "bob", Part.REVIEWER)
            for words in ("Trees", "Shade"):
                make_annotation(article, words)
            for step in steps:
                with suppress(ChangeRefused), transaction.atomic():
                    take(article, people, *step)
            check(article)
            transaction.set_rollback(True)

    law()


def take(article: Article, people: tuple[User, User], verb: str, a: int, b: int) -> None:
    alice, bob = people
    things = list(article.annotations.all())
    one, two = things[a % len(things)], things[b % len(things)]
    if verb == "propose":
        propose_annotation(article, list(Role)[a], f"gist {b}", bob, [(a, a + 3)])
    elif verb == "relate":
        propose_relation(article, [one], SUPPORT, two, bob)
    elif verb == "word":
        propose_wording(one, bob, one.version, list(Role)[b], f"gist {a}")
    elif verb == "remove":
        propose_removal(one, bob)
    elif verb == "merge":
        merge(one, two, alice)
    elif verb in ("undo", "redo"):
        {"undo": undo, "redo": redo}[verb](article, alice)
    elif proposals := list(article.proposals.all()):
        ACTS[verb](proposals[a % len(proposals)], alice, bob)


def check(article: Article) -> None:
    assert strayed(article) == []
    for relation in article.relations.standing():
        ends = [*relation.premises.all(), relation.target_annotation]
        assert all(end is None or end.status != Status.PROPOSED for end in ends)
    article = Article.objects.get(pk=article.pk)
    now, told = reading_of(article), reading_at(article, article.edition)
    assert now.graph == told.graph
    reading_of(article, with_proposed=True)
