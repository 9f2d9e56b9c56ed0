from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from reader.accounts.models import User
from reader.annotations.adopting import Taking, Wording, adopt, joined_note
from reader.annotations.adopting_relations import adopt_relations
from reader.annotations.changes import annotate, reword, withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.histories import entries
from reader.annotations.models import Fate
from reader.annotations.replaying import strayed
from reader.annotations.revising import revise
from reader.annotations.undoing import redo, undo
from reader.annotations.verdict_models import Verdict
from reader.annotations.verdicts import leave_out
from reader.argument.roles import RelationKind, Role
from reader.articles.deleting import remove_for_good
from reader.articles.history import ChangeRefused
from reader.articles.models import Article, Part, Round
from tests.factories import SOURCE, make_annotation, make_article, make_member
from tests.rounds import at_work, connect, make_round, mark, sheet_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(alice: User) -> Article:
    article = make_article(editor=alice)
    make_member(article, "bob", Part.EDITOR)
    make_member(article, "carol", Part.EDITOR)
    return article


@pytest.fixture
def round(article: Article) -> Round:
    return make_round(article, "bob", "carol")


@pytest.fixture
def bobs(round: Round) -> Article:
    return sheet_of(round, "bob")


@pytest.fixture
def carols(round: Round) -> Article:
    return sheet_of(round, "carol")


def standing(article: Article) -> list[str]:
    article.refresh_from_db()
    return [f"{a.label} {a.gist}" for a in reading_of(article).annotations]


def test_what_is_adopted_stands_in_the_name_of_whoever_read_it(
    article: Article, round: Round, bobs: Article, alice: User, bob: User
) -> None:
    [adopted] = adopt(round, [Taking(mark(bobs, "Shade", Role.PREMISE, "It is cool"))], alice)
    assert standing(article) == ["P1 It is cool"]
    assert adopted.author == bob
    change = article.changes.latest("seq")
    assert (change.verb, change.actor, change.object) == ("adopt", alice, "annotation 1")
    assert entries(article, [change], {})[0].words == "adopted P1 from Bob’s reading in round 1"
    assert [d.field for d in entries(article, [change], {})[0].differences] == [
        "Role",
        "Gist",
        "Passages",
    ]


def test_both_are_adopted_in_one_change(
    article: Article, round: Round, bobs: Article, carols: Article, alice: User
) -> None:
    takings = [Taking(mark(bobs, "Trees cool")), Taking(mark(carols, "Trees", Role.EVIDENCE))]
    before = article.changes.count()
    adopt(round, takings, alice)
    assert standing(article) == ["C1 Trees cool", "E2 Trees"]
    assert article.changes.count() == before + 1


def test_one_may_stand_for_what_both_read(
    article: Article, round: Round, bobs: Article, carols: Article, alice: User
) -> None:
    mine, theirs = mark(bobs, "Trees"), mark(carols, "Trees")
    adopt(round, [Taking(mine, (theirs,))], alice)
    assert standing(article) == ["C1 Trees"]
    assert [v.annotation.number for v in Verdict.objects.all()] == [1, 1]


def test_two_readings_are_merged(
    article: Article, round: Round, bobs: Article, carols: Article, alice: User, bob: User
) -> None:
    mine, theirs = mark(bobs, "Trees"), mark(carols, "Trees cool", Role.PREMISE)
    wording = Wording(Role.PREMISE, "What trees do", ((0, 10),), "Both notes")
    [adopted] = adopt(round, [Taking(mine, (theirs,), wording)], alice)
    assert standing(article) == ["P1 What trees do"]
    assert (adopted.author, adopted.note) == (bob, "Both notes")
    assert adopted.passages.get().quote == "Trees cool"


def test_nothing_is_adopted_twice(
    article: Article, round: Round, bobs: Article, carols: Article, alice: User
) -> None:
    source, other = mark(bobs, "Trees"), mark(carols, "Shade")
    adopt(round, [Taking(source)], alice)
    with pytest.raises(ChangeRefused, match="C1 has been adopted already, as C1"):
        adopt(round, [Taking(other), Taking(source)], alice)
    assert standing(article) == ["C1 Trees"]


def test_the_database_holds_one_verdict_for_each_source(
    round: Round, bobs: Article, alice: User
) -> None:
    source = mark(bobs, "Trees")
    fields = {"article": round.article, "round": round, "author": alice}
    Verdict.objects.create(number=1, source_annotation=source, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Verdict.objects.create(number=2, source_annotation=source, **fields)


def test_an_adoption_is_undone_and_frees_what_was_adopted(
    article: Article, round: Round, bobs: Article, alice: User
) -> None:
    source = mark(bobs, "Trees")
    adopt(round, [Taking(source)], alice)
    undo(article, alice)
    assert standing(article) == []
    redo(article, alice)
    assert standing(article) == ["C1 Trees"]
    undo(article, alice)
    adopt(round, [Taking(source)], alice)
    assert standing(article) == ["C2 Trees"]
    assert strayed(article) == []


def test_what_was_adopted_again_cannot_come_back_beside_itself(
    article: Article, round: Round, bobs: Article, alice: User, carol: User
) -> None:
    source = mark(bobs, "Trees")
    adopt(round, [Taking(source)], alice)
    undo(article, alice)
    adopt(round, [Taking(source)], carol)
    with pytest.raises(ChangeRefused, match="decided anew"):
        redo(article, alice)


def test_what_was_adopted_and_withdrawn_can_be_adopted_again_and_that_undone(
    article: Article, round: Round, bobs: Article, alice: User
) -> None:
    source = mark(bobs, "Trees")
    [adopted] = adopt(round, [Taking(source)], alice)
    withdraw(adopted, by=alice)
    adopt(round, [Taking(source)], alice)
    assert standing(article) == ["C2 Trees"]
    undo(article, alice)
    assert standing(article) == []
    assert strayed(article) == []


def test_undoing_does_not_overwrite_what_came_after(
    article: Article, round: Round, bobs: Article, alice: User, carol: User
) -> None:
    [adopted] = adopt(round, [Taking(mark(bobs, "Trees"))], alice)
    reword(adopted, carol, adopted.version, Role.CLAIM, "Other words")
    with pytest.raises(ChangeRefused, match="was changed by Carol"):
        undo(article, alice)


def test_what_is_left_out_may_still_be_adopted(
    article: Article, round: Round, bobs: Article, alice: User
) -> None:
    source = mark(bobs, "Trees")
    leave_out(round, [source], alice)
    change = article.changes.latest("seq")
    assert entries(article, [change], {})[0].words == "left out C1 from Bob’s reading in round 1"
    adopt(round, [Taking(source)], alice)
    assert standing(article) == ["C1 Trees"]
    undo(article, alice)
    assert Verdict.objects.standing().get().is_left_out


def test_what_stands_already_is_not_doubled(article: Article, round: Round, bobs: Article) -> None:
    alice = article.memberships.get(part=Part.OWNER).user
    make_annotation(article, "Trees", gist="Mine")
    [adopted] = adopt(round, [Taking(mark(bobs, "Trees", gist="His"))], alice)
    assert standing(article) == ["C1 Mine"]
    assert adopted.number == 1
    undo(article, alice)
    assert standing(article) == ["C1 Mine"]


def test_passages_are_carried_to_the_newest_text(
    article: Article, round: Round, bobs: Article, alice: User
) -> None:
    kept, gone = mark(bobs, "Shade saves water"), mark(bobs, "Roots lift pavements")
    revise(article, "An introduction. Trees cool streets. Shade saves water.", 1, "", alice)
    first, second = adopt(round, [Taking(kept), Taking(gone)], alice)
    assert first.passages.get().quote == "Shade saves water"
    lost = second.passages.get()
    assert (lost.fate, lost.quote) == (Fate.LOST, "Roots lift pavements")
    article.refresh_from_db()
    assert reading_of(article).detached == {2}
    assert strayed(article) == []
    undo(article, alice)
    redo(article, alice)
    assert strayed(article) == []


def test_relations_are_adopted_between_what_their_ends_became(
    article: Article, round: Round, bobs: Article, carols: Article, alice: User, bob: User
) -> None:
    claim, premise = mark(bobs, "Trees"), mark(bobs, "Shade", Role.PREMISE)
    connect(premise, target=claim)
    hers, her_premise = mark(carols, "Trees"), mark(carols, "Shade", Role.EVIDENCE)
    connect(her_premise, target=hers)
    adopt(round, [Taking(claim, (hers,)), Taking(her_premise, (premise,))], alice)
    pair = (bobs.relations.get(), carols.relations.get())
    [relation] = adopt_relations(round, [pair], alice)
    assert [p.label for p in relation.premises.all()] == ["E2"]
    assert (relation.target_annotation.label, relation.author) == ("C1", bob)
    with pytest.raises(ChangeRefused, match="adopted already"):
        adopt_relations(round, [pair], alice)
    undo(article, alice)
    assert reading_of(article).relations == ()


def test_a_relation_waits_for_its_ends(round: Round, bobs: Article, alice: User) -> None:
    claim, premise = mark(bobs, "Trees"), mark(bobs, "Shade", Role.PREMISE)
    connect(premise, target=claim)
    adopt(round, [Taking(claim)], alice)
    with pytest.raises(ChangeRefused, match="both ends"):
        adopt_relations(round, [(bobs.relations.get(),)], alice)


def test_a_relation_that_stands_already_is_not_doubled(
    article: Article, round: Round, bobs: Article, carols: Article, alice: User
) -> None:
    for sheet in (bobs, carols):
        connect(mark(sheet, "Shade", Role.PREMISE), target=mark(sheet, "Trees"))
    mine, theirs = list(bobs.annotations.all()), list(carols.annotations.all())
    adopt(round, [Taking(a, (b,)) for a, b in zip(mine, theirs, strict=True)], alice)
    adopt_relations(round, [(bobs.relations.get(),)], alice)
    adopt_relations(round, [(carols.relations.get(),)], alice)
    assert len(reading_of(article).relations) == 1


def test_rhetoric_leans_on_what_its_prop_became_whichever_comes_first(
    article: Article, round: Round, bobs: Article, alice: User, bob: User
) -> None:
    prop, rhetoric = mark(bobs, "Trees"), mark(bobs, "Roots", Role.RHETORIC)
    with at_work(bobs):
        reword(rhetoric, bob, 1, Role.RHETORIC, "Roots", leans_on=prop)
    adopt(round, [Taking(bobs.annotations.get(number=2))], alice)
    adopt(round, [Taking(prop)], alice)
    assert article.annotations.get(number=1).leans_on.number == 2
    assert strayed(article) == []


def test_undercuts_follow_the_step_that_they_attack(
    article: Article, round: Round, bobs: Article, alice: User, bob: User
) -> None:
    claim, premise = mark(bobs, "Trees"), mark(bobs, "Shade", Role.PREMISE)
    doubt = mark(bobs, "Roots", Role.COUNTERCLAIM)
    connect(premise, target=claim)
    step = bobs.relations.get()
    connect(doubt, target=step, kind=RelationKind.ATTACK)
    adopt(round, [Taking(a) for a in (claim, premise, doubt)], alice)
    under = bobs.relations.get(number=2)
    adopt_relations(round, [(under,), (step,)], alice)
    assert [r.is_undercut for r in reading_of(article).graph.relations] == [False, True]


def test_sheets_of_an_open_round_are_nobody_elses(article: Article, alice: User) -> None:
    round = make_round(article, "bob", is_closed=False)
    source = mark(sheet_of(round, "bob"), "Trees")
    for verb in (
        lambda: adopt(round, [Taking(source)], alice),
        lambda: leave_out(round, [source], alice),
    ):
        with pytest.raises(ChangeRefused, match="still open"):
            verb()


def test_only_what_is_on_a_sheet_of_the_round_is_adopted(
    article: Article, round: Round, alice: User
) -> None:
    other = make_article(SOURCE, title="Another")
    with pytest.raises(ChangeRefused, match="not on a sheet"):
        adopt(round, [Taking(make_annotation(other, "Trees"))], alice)
    with pytest.raises(ChangeRefused, match="Choose something"):
        adopt(round, [], alice)


def test_only_editors_adopt(article: Article, round: Round, bobs: Article) -> None:
    reviewer = make_member(article, "dora", Part.REVIEWER)
    with pytest.raises(ChangeRefused, match="no longer an editor"):
        adopt(round, [Taking(mark(bobs, "Trees"))], reviewer)


def test_notes_are_joined_where_there_is_room(bobs: Article) -> None:
    one, other = mark(bobs, "Trees"), mark(bobs, "Shade")
    one.note, other.note = "One", "Two"
    assert joined_note(one, other) == "One\n\nTwo"
    other.note = "x" * 5_000
    assert joined_note(one, other) == "One"
    assert joined_note(mark(bobs, "Roots")) == ""


def test_an_article_goes_for_good_with_its_rounds_and_all_that_was_adopted(
    article: Article, round: Round, bobs: Article, alice: User
) -> None:
    claim, premise = mark(bobs, "Trees"), mark(bobs, "Shade", Role.PREMISE)
    connect(premise, target=claim)
    adopt(round, [Taking(claim), Taking(premise)], alice)
    adopt_relations(round, [(bobs.relations.get(),)], alice)
    remove_for_good(article)
    assert not Article.objects.exists()
    assert not Verdict.objects.exists()


def test_more_at_once_cost_no_more_queries(
    article: Article, round: Round, bobs: Article, alice: User
) -> None:
    def asked(count: int) -> tuple[int, int]:
        spans = [(len(adopted), len(adopted) + n + 2) for n in range(count)]
        with at_work(bobs) as editor:
            for span in spans:
                annotate(bobs, Role.CLAIM, "A claim", by=editor, spans=[span])
        reading = reading_of(bobs)
        new = [a for a in reading.annotations if a.number not in adopted]
        for premise, target in pairwise(new):
            connect(premise, target=target)
        with CaptureQueriesContext(connection) as taking:
            adopt(round, [Taking(annotation) for annotation in new], alice)
        steps = [r for r in reading_of(bobs).relations if r.number > len(connected)]
        with CaptureQueriesContext(connection) as connecting:
            adopt_relations(round, [(step,) for step in steps], alice)
        adopted.update(a.number for a in new)
        connected.update(r.number for r in steps)
        return len(taking), len(connecting)

    adopted: set[int] = set()
    connected: set[int] = set()
    asked(2)  # from now on there is something already
    assert asked(3) == asked(9)
    assert len(connected) == article.relations.count() == 11
    assert strayed(article) == []


def test_what_was_put_together_is_not_lost_to_what_stands_there(
    article: Article, round: Round, bobs: Article, carols: Article, alice: User
) -> None:
    make_annotation(article, "Trees cool streets")
    mine, theirs = (mark(sheet, "Trees cool streets") for sheet in (bobs, carols))
    span = (0, len("Trees cool streets"))
    wording = Wording(Role.CLAIM, "Both say so", (span,))
    with pytest.raises(ChangeRefused, match="C1 stands on these words already"):
        adopt(round, [Taking(mine, (theirs,), wording)], alice)
    assert standing(article) == ["C1 Trees cool streets"]
