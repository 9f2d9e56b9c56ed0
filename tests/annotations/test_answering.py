"""Amending what is proposed: a relation between other ends, or of another kind."""

import pytest

from reader.accounts.models import User
from reader.annotations.answering import accept, amend, amend_relation, decline
from reader.annotations.changes import restore
from reader.annotations.comment_models import Notification
from reader.annotations.models import Annotation, Proposal, ProposalStatus, Relation, Status
from reader.annotations.proposing import propose_annotation, propose_relation, propose_wording
from reader.annotations.replaying import strayed
from reader.annotations.saying import Sayer
from reader.annotations.undoing import redo, undo
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeRefused
from reader.articles.models import Article, Part
from tests.factories import make_annotation, make_article, make_member, make_relation

pytestmark = pytest.mark.django_db
SUPPORT, ATTACK = RelationKind.SUPPORT, RelationKind.ATTACK


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(editor=alice)


@pytest.fixture
def bob(article: Article) -> User:
    return make_member(article, "bob", Part.REVIEWER)


def relation_of(proposal: Proposal) -> Relation:
    return Relation.objects.get(proposals=proposal)


def ends(relation: Relation) -> tuple[str, list[int], object]:
    premises = sorted(premise.number for premise in relation.premises.all())
    return str(relation.kind), premises, relation.target_annotation or relation.target_relation


def test_a_relation_is_amended_in_its_kind_and_its_ends(article, alice, bob) -> None:
    one, two, three = (make_annotation(article, words) for words in ("Trees", "streets", "Shade"))
    proposal = propose_relation(article, [one], SUPPORT, two, bob)
    before = ends(relation_of(proposal))
    amend_relation(proposal, alice, [two, three], ATTACK, one)
    relation = relation_of(proposal)
    assert ends(relation) == ("attack", [2, 3], one)
    assert (relation.status, relation.author) == (Status.ACCEPTED, bob)
    assert Proposal.objects.get().status == ProposalStatus.ACCEPTED
    undo(article, alice)
    assert ends(relation_of(proposal)) == before
    assert relation_of(proposal).status == Status.PROPOSED
    redo(article, alice)
    assert ends(relation_of(proposal)) == ("attack", [2, 3], one)
    assert not strayed(article)


def test_what_the_amended_relation_rests_on_is_accepted_with_it(article, alice, bob) -> None:
    claim, kept = make_annotation(article, "Trees"), make_annotation(article, "streets")
    dropped = propose_annotation(article, Role.PREMISE, "Dropped", bob).annotation
    taken = propose_annotation(article, Role.PREMISE, "Taken", bob).annotation
    proposal = propose_relation(article, [dropped, kept], SUPPORT, claim, bob)
    amend_relation(proposal, alice, [kept, taken], SUPPORT, claim)
    states = dict(Annotation.objects.values_list("gist", "status"))
    assert (states["Taken"], states["Dropped"]) == (Status.ACCEPTED, Status.PROPOSED)
    assert relation_of(proposal).status == Status.ACCEPTED


def test_what_makes_no_sense_is_no_amendment(article, alice, bob) -> None:
    one, two = make_annotation(article, "Trees"), make_annotation(article, "streets")
    proposal = propose_relation(article, [one], SUPPORT, two, bob)
    step = relation_of(proposal)
    upon = relation_of(propose_relation(article, [two], ATTACK, step, bob))
    make_relation(two, target=one)
    elsewhere = make_annotation(make_article(editor=alice, slug="elsewhere"), "Trees")
    wrong = [
        ([one], SUPPORT, one),
        ([two], SUPPORT, one),
        ([one], ATTACK, step),
        ([one], ATTACK, upon),
        ([], SUPPORT, one),
        ([elsewhere], SUPPORT, one),
    ]
    for premises, kind, target in wrong:
        with pytest.raises(ChangeRefused):
            amend_relation(proposal, alice, premises, kind, target)
    with pytest.raises(ChangeRefused):
        amend(proposal, alice, Role.CLAIM, "No words here")
    with pytest.raises(ChangeRefused):
        amend_relation(proposal, bob, [one], ATTACK, two)
    assert relation_of(proposal).status == Status.PROPOSED


def test_amending_words_accepts_no_annotation_that_waits_itself(article, alice, bob) -> None:
    first = propose_annotation(article, Role.CLAIM, "Shade", bob)
    accept(first, alice)
    waiting = Annotation.objects.get()
    second = propose_wording(waiting, bob, waiting.version, Role.CLAIM, "Shade helps")
    undo(article, alice, first.article.changes.get(verb="accept").seq)
    amend(second, alice, Role.CLAIM, "Shade helps much")
    assert Annotation.objects.get().status == Status.PROPOSED


def test_what_leans_on_something_proposed_does_not_come_back(article, alice, bob) -> None:
    prop = propose_annotation(article, Role.PREMISE, "Shade", bob).annotation
    leaning = propose_annotation(article, Role.RHETORIC, "Oh", bob, leans_on=prop)
    decline(leaning, alice, "No")
    with pytest.raises(ChangeRefused):
        restore(Annotation.objects.get(gist="Oh"), by=alice)


def test_saying_ones_own_proposal_better_is_no_news(article, alice, bob) -> None:
    claim = make_annotation(article, "Trees")
    new = propose_annotation(article, Role.PREMISE, "Shade", bob)
    propose_wording(new.annotation, bob, 1, Role.PREMISE, "Shade helps")
    propose_wording(claim, bob, 1, Role.CLAIM, "Tall trees")
    propose_wording(claim, bob, 1, Role.CLAIM, "Taller trees")
    assert Notification.objects.filter(user=alice).count() == 2
    said = [Sayer(article).words(change) for change in article.changes.order_by("seq")][-4:]
    assert said == [
        "proposed P2",
        "reworded the proposal: P2",
        "proposed other words for C1",
        "reworded the proposal: other words for C1",
    ]
    assert not strayed(article)
