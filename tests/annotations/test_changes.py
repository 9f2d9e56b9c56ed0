"""The only writers: one change and one edition each, numbers that never return, kind refusals."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from reader.accounts.models import User
from reader.annotations.changes import (
    WordingClash,
    annotate,
    last_change_of,
    place_of,
    restore,
    reword,
    withdraw,
)
from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation, Passage, Relation
from reader.annotations.relating import join, part, relate
from reader.annotations.reshaping import place
from reader.annotations.revising import revise as save_text
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Article, Part, Revision
from tests.factories import (
    SOURCE,
    make_annotation,
    make_article,
    make_member,
    make_relation,
    owner_of,
)

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
def shade(article: Article) -> Annotation:
    return make_annotation(article, "Shade saves water", Role.PREMISE)


@pytest.fixture
def roots(article: Article) -> Annotation:
    return make_annotation(article, "Roots lift pavements", Role.COUNTERCLAIM)


def log_of(article: Article) -> list[tuple[int, str, str]]:
    return [(change.seq, change.verb, change.object) for change in article.changes.all()]


def edition_of(article: Article) -> int:
    return Article.objects.get(pk=article.pk).edition


def reworded(annotation: Annotation, by: User, **changes: Any) -> Annotation:
    wording = {"role": Role(annotation.role), "gist": annotation.gist, "note": annotation.note}
    return reword(annotation, by=by, version=annotation.version, **(wording | changes))


def revise(article: Article, text: str) -> None:
    head = Revision.objects.create(
        article=article, number=2, source=text, html=text, text=text, author=owner_of(article)
    )
    Article.objects.filter(pk=article.pk).update(head=head)


def test_annotate_marks_the_words_and_keeps_what_stands_around_them(
    article: Article, alice: User
) -> None:
    annotation = annotate(article, Role.PREMISE, "Shade", by=alice, spans=[(20, 37)])
    passage = annotation.passages.get()
    assert (passage.quote, passage.start, passage.end) == ("Shade saves water", 20, 37)
    assert passage.prefix.endswith("cool streets. ") and passage.suffix.startswith(". Roots")
    assert passage.revision == article.head


def test_every_verb_leaves_one_change_and_one_edition(
    article: Article, alice: User, trees: Annotation, shade: Annotation, roots: Annotation
) -> None:
    before, seen = edition_of(article), len(log_of(article))
    relation = relate(article, [shade], RelationKind.SUPPORT, trees, by=alice)
    join(relation, roots, by=alice)
    part(relation, roots, by=alice)
    withdraw(relation, by=alice)
    restore(relation, by=alice)
    reworded(trees, alice, gist="Trees cool cities")
    withdraw(trees, by=alice)
    restore(trees, by=alice)
    verbs = [verb for _, verb, _ in log_of(article)[seen:]]
    assert verbs == [
        "relate",
        "join",
        "part",
        "withdraw",
        "restore",
        "reword",
        "withdraw",
        "restore",
    ]
    assert edition_of(article) == before + len(verbs)
    assert [seq for seq, _, _ in log_of(article)] == list(range(1, seen + len(verbs) + 1))


def test_a_change_tells_who_did_what_and_what_it_was_before(
    article: Article, bob: User, trees: Annotation
) -> None:
    reworded(trees, bob, gist="Trees cool cities", note="In summer.")
    change = last_change_of(trees)
    assert change and (change.actor, change.object) == (bob, "annotation 1")
    assert (change.before["annotation 1"]["gist"], change.after["annotation 1"]["gist"]) == (
        "Trees cool streets",
        "Trees cool cities",
    )
    assert change.after["annotation 1"]["passages"] == [[1, 0, 18]]


def test_numbers_never_come_back(article: Article, alice: User, trees: Annotation) -> None:
    withdraw(trees, by=alice)
    second = make_annotation(article, "Shade saves water")
    assert (trees.number, second.number) == (1, 2)


def test_relation_numbers_never_come_back(
    article: Article, alice: User, trees: Annotation, shade: Annotation, roots: Annotation
) -> None:
    withdraw(make_relation(shade, target=trees), by=alice)
    assert make_relation(roots, target=trees).number == 2


def test_each_article_counts_for_itself(trees: Annotation) -> None:
    other = make_article(title="Another")
    assert make_annotation(other, "Trees").number == 1


def test_no_passage_makes_an_implicit_annotation(article: Article, alice: User) -> None:
    annotation = annotate(article, Role.ASSUMPTION, "People walk in summer", by=alice)
    assert not annotation.passages.exists()
    assert annotation.number in reading_of(article).implicit


def test_one_annotation_may_have_several_passages_each_once(article: Article, alice: User) -> None:
    annotation = annotate(article, Role.CLAIM, "Both", by=alice, spans=[(0, 5), (20, 25), (0, 5)])
    assert [p.quote for p in annotation.passages.all()] == ["Trees", "Shade"]


@pytest.mark.parametrize("span", [(-1, 5), (5, 5), (6, 5), (0, 10_000), (10_000, 10_001)])
def test_annotate_refuses_what_lies_outside_the_text_and_writes_nothing(
    article: Article, alice: User, span: tuple[int, int]
) -> None:
    before = log_of(article)
    with pytest.raises(ChangeRefused, match="outside the text"):
        annotate(article, Role.CLAIM, "Nothing", by=alice, spans=[(0, 5), span])
    assert log_of(article) == before
    assert not Annotation.objects.exists() and not Passage.objects.exists()


def test_annotate_never_puts_old_offsets_on_a_new_text(article: Article, alice: User) -> None:
    seen = Article.objects.get(pk=article.pk)
    revise(article, "Another text altogether, of some length.")
    with pytest.raises(ChangeOvertaken):
        annotate(seen, Role.CLAIM, "Trees", by=alice, spans=[(0, 5)])


def test_place_of_takes_the_selected_words_where_they_stand(article: Article) -> None:
    assert place_of(article, 20, 25, "Shade") == (20, 25)


def test_place_of_leaves_white_space_at_the_ends_out(article: Article) -> None:
    assert place_of(article, 19, 26, " Shade ") == (20, 25)


def test_place_of_counts_code_points() -> None:
    article = make_article("Ein 👩‍🚀 fliegt. 𝒜 steht.")
    text = article.head.text
    start = text.index("𝒜")
    assert place_of(article, start, start + 7, "𝒜 steht") == (start, start + 7)


def test_place_of_follows_words_that_have_moved(article: Article) -> None:
    assert place_of(article, 3, 20, "Shade saves water") == (20, 37)


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [
        (0, 5, "Shrubs"),
        (0, 0, ""),
        (18, 19, " "),
        (0, 2, "s"),
        (-5, 3, "a"),
        (999, 1_000, "e"),
    ],
)
def test_place_of_refuses_what_is_absent_or_stands_at_several_places(
    article: Article, start: int, end: int, quote: str
) -> None:
    with pytest.raises(ChangeRefused, match="Select again"):
        place_of(article, start, end, quote)


def test_reword_keeps_the_number_and_changes_the_letter(alice: User, trees: Annotation) -> None:
    recast = reworded(trees, alice, role=Role.PREMISE)
    assert (trees.label, recast.label, recast.version) == ("C1", "P1", 2)


def test_reword_that_changes_nothing_leaves_no_trace(
    article: Article, alice: User, trees: Annotation
) -> None:
    before = log_of(article)
    assert reworded(trees, alice).version == 1
    assert log_of(article) == before


def test_reword_refuses_what_somebody_else_worded_meanwhile_and_keeps_the_newer_words(
    alice: User, bob: User, trees: Annotation
) -> None:
    reworded(trees, bob, gist="From Bob")
    with pytest.raises(WordingClash, match="changed meanwhile") as clash:
        reworded(trees, alice, gist="From Alice")
    assert clash.value.merge.clashes == {"gist"}
    assert clash.value.since.who(["gist"]) == bob
    trees.refresh_from_db()
    assert trees.gist == "From Bob"


def test_different_fields_are_saved_together(alice: User, bob: User, trees: Annotation) -> None:
    reworded(trees, bob, role=Role.PREMISE, note="Bob’s")
    saved = reworded(trees, alice, gist="From Alice")
    assert (saved.label, saved.gist, saved.note) == ("P1", "From Alice", "Bob’s")


def test_what_nobody_changed_is_compared_with_the_version_that_was_seen(
    alice: User, bob: User, trees: Annotation
) -> None:
    """Not with what a form says it was: a later version is seen by its number."""
    second = reworded(trees, bob, gist="Second")
    reworded(second, bob, gist="Third")
    with pytest.raises(WordingClash):
        reworded(second, alice, gist="Mine")
    assert reworded(second, alice, gist="Second", note="Mine").gist == "Third"


def test_a_new_text_and_moved_borders_are_in_nobodys_way(
    article: Article, alice: User, bob: User, trees: Annotation
) -> None:
    place(trees, [(0, 5)], bob, version=1)
    save_text(article, f"First. {SOURCE}", 1, "", bob)
    assert reworded(trees, alice, gist="From Alice").version == 3


def test_what_the_log_does_not_know_is_compared_as_it_is(alice: User, trees: Annotation) -> None:
    Annotation.objects.filter(pk=trees.pk).update(version=7)
    assert reworded(trees, alice).version == 7
    with pytest.raises(WordingClash):
        reworded(trees, alice, gist="From Alice")


def test_leaning_that_somebody_else_chose_meanwhile_stays(
    alice: User, bob: User, trees: Annotation, shade: Annotation
) -> None:
    slogan = reworded(trees, alice, role=Role.RHETORIC)
    reworded(slogan, bob, role=Role.RHETORIC, leans_on=shade)
    saved = reworded(slogan, alice, role=Role.RHETORIC, gist="From Alice")
    assert (saved.gist, saved.leans_on) == ("From Alice", shade)


def test_what_was_withdrawn_meanwhile_is_not_worded(
    alice: User, bob: User, trees: Annotation
) -> None:
    withdraw(Annotation.objects.get(pk=trees.pk), by=bob)
    with pytest.raises(ChangeRefused, match="withdrawn meanwhile"):
        reworded(trees, alice, gist="Too late")


def test_withdraw_twice_is_one_change(article: Article, alice: User, trees: Annotation) -> None:
    withdraw(trees, by=alice)
    before = log_of(article)
    withdraw(trees, by=alice)
    assert log_of(article) == before


def test_what_is_withdrawn_is_hidden_with_its_relations_and_comes_back_with_them(
    article: Article, alice: User, trees: Annotation, shade: Annotation
) -> None:
    make_relation(shade, target=trees)
    withdraw(shade, by=alice)
    assert [a.label for a in reading_of(article).annotations] == ["C1"]
    assert reading_of(article).relations == ()
    restore(shade, by=alice)
    assert [a.label for a in reading_of(article).annotations] == ["C1", "P2"]
    assert len(reading_of(article).relations) == 1


def test_a_withdrawn_relation_is_hidden_with_what_undercuts_it(
    article: Article, alice: User, trees: Annotation, shade: Annotation, roots: Annotation
) -> None:
    step = make_relation(shade, target=trees)
    make_relation(roots, target=step, kind=RelationKind.ATTACK)
    withdraw(step, by=alice)
    assert reading_of(article).relations == ()
    restore(step, by=alice)
    assert len(reading_of(article).relations) == 2


def test_an_undercut_of_a_step_that_lost_its_end_is_not_restored(
    article: Article, trees: Annotation, alice: User
) -> None:
    premise = make_annotation(article, "Shade saves water", Role.PREMISE)
    roots = make_annotation(article, "Roots lift pavements", Role.COUNTERCLAIM)
    step = make_relation(premise, target=trees)
    undercut = make_relation(roots, target=step, kind=RelationKind.ATTACK)
    withdraw(undercut, by=alice)
    withdraw(trees, by=alice)
    with pytest.raises(ChangeRefused, match="withdrawn meanwhile"):
        restore(undercut, by=alice)
    undercut.refresh_from_db()
    assert undercut.status == "withdrawn"


def test_rhetoric_keeps_its_device_and_what_it_leans_on(
    article: Article, trees: Annotation
) -> None:
    slogan = make_annotation(
        article, "Roots lift pavements", Role.RHETORIC, device="Slogan", leans_on=trees
    )
    assert (slogan.device, slogan.leans_on) == ("Slogan", trees)


def test_recasting_rhetoric_drops_its_device_and_leaning(
    article: Article, alice: User, trees: Annotation
) -> None:
    slogan = make_annotation(article, "Roots", Role.RHETORIC, device="Slogan", leans_on=trees)
    recast = reworded(slogan, alice, role=Role.PREMISE, device="Slogan", leans_on=trees)
    assert (recast.device, recast.leans_on) == ("", None)


def test_a_premise_cannot_become_rhetoric(
    alice: User, trees: Annotation, shade: Annotation
) -> None:
    make_relation(shade, target=trees)
    with pytest.raises(ChangeRefused, match="given as a reason"):
        reworded(shade, alice, role=Role.RHETORIC)


def test_rhetoric_cannot_lean_in_a_circle(article: Article, alice: User) -> None:
    first = make_annotation(article, "Trees", Role.RHETORIC)
    second = make_annotation(article, "Shade", Role.RHETORIC, leans_on=first)
    with pytest.raises(ChangeRefused, match="cannot lean on itself"):
        reworded(first, alice, role=Role.RHETORIC, leans_on=second)


def test_rhetoric_cannot_lean_in_a_circle_that_two_editors_close_at_once(
    article: Article, alice: User
) -> None:
    first = make_annotation(article, "Trees", Role.RHETORIC)
    second = make_annotation(article, "Shade", Role.RHETORIC)
    as_the_other_saw_it = Annotation.objects.select_related("leans_on").get(pk=first.pk)
    reworded(first, alice, role=Role.RHETORIC, leans_on=second)
    with pytest.raises(ChangeRefused, match="cannot lean on itself"):
        reworded(second, alice, role=Role.RHETORIC, leans_on=as_the_other_saw_it)


def test_rhetoric_cannot_lean_on_another_article(article: Article, trees: Annotation) -> None:
    elsewhere = make_article(title="Another")
    with pytest.raises(ChangeRefused, match="same article"):
        make_annotation(elsewhere, "Roots", Role.RHETORIC, leans_on=trees)


def test_relate_lets_linked_premises_work_together(
    trees: Annotation, shade: Annotation, roots: Annotation
) -> None:
    relation = make_relation(shade, roots, shade, target=trees)
    assert [p.label for p in relation.premises.all()] == ["P2", "X3"]


def test_an_undercut_attacks_a_step_of_any_depth(
    article: Article, trees: Annotation, shade: Annotation, roots: Annotation
) -> None:
    step = make_relation(shade, target=trees)
    undercut = make_relation(roots, target=step, kind=RelationKind.ATTACK)
    answer = make_annotation(article, "pavements", Role.REBUTTAL)
    make_relation(answer, target=undercut, kind=RelationKind.ATTACK)
    targets = [r.target_relation for r in reading_of(article).graph.relations]
    assert targets == [None, 1, 2]


def test_circles_are_allowed(article: Article, trees: Annotation, shade: Annotation) -> None:
    make_relation(shade, target=trees)
    make_relation(trees, target=shade)
    assert reading_of(article).graph.circles() == ((1, 2),)


def refusals(
    article: Article, trees: Annotation, shade: Annotation, roots: Annotation
) -> dict[str, tuple[list[Annotation], RelationKind, Annotation | Relation, str]]:
    elsewhere = make_annotation(make_article(title="Another"), "Roots")
    step = make_relation(shade, target=trees)
    slogan = make_annotation(article, "lift", Role.RHETORIC)
    gone = make_annotation(article, "cool")
    withdraw(gone, by=owner_of(article))
    support, attack = RelationKind.SUPPORT, RelationKind.ATTACK
    return {
        "itself": ([trees], support, trees, "cannot bear on itself"),
        "itself among others": ([shade, trees], support, trees, "cannot bear on itself"),
        "double": ([shade], support, trees, "there already: P2 supports C1"),
        "double of another kind": ([shade], attack, trees, "there already: P2 supports C1"),
        "no premise": ([], support, trees, "at least one premise"),
        "premise elsewhere": ([elsewhere], support, trees, "in this article"),
        "target elsewhere": ([shade], support, elsewhere, "in this article"),
        "support of a step": ([roots], support, step, "undercut, but not supported"),
        "rhetoric": ([slogan], support, trees, "Rh4 is rhetoric"),
        "withdrawn premise": ([gone], support, trees, "withdrawn meanwhile"),
        "withdrawn target": ([roots], support, gone, "withdrawn meanwhile"),
    }


@pytest.mark.parametrize(
    "case",
    [
        "itself",
        "itself among others",
        "double",
        "double of another kind",
        "no premise",
        "premise elsewhere",
        "target elsewhere",
        "support of a step",
        "rhetoric",
        "withdrawn premise",
        "withdrawn target",
    ],
)
def test_relate_refuses_nonsense_and_writes_nothing(
    article: Article,
    alice: User,
    trees: Annotation,
    shade: Annotation,
    roots: Annotation,
    case: str,
) -> None:
    premises, kind, target, words = refusals(article, trees, shade, roots)[case]
    before = log_of(article), Relation.objects.count()
    with pytest.raises(ChangeRefused, match=words):
        relate(article, premises, kind, target, by=alice)
    assert (log_of(article), Relation.objects.count()) == before


def test_relate_sees_what_became_of_the_premise_meanwhile(
    article: Article, alice: User, trees: Annotation, shade: Annotation
) -> None:
    reworded(Annotation.objects.get(pk=shade.pk), alice, role=Role.RHETORIC)
    assert shade.role == Role.PREMISE, "this editor has not seen it"
    with pytest.raises(ChangeRefused, match="is rhetoric"):
        relate(article, [shade], RelationKind.SUPPORT, trees, by=alice)


def test_the_same_premises_may_bear_on_two_things(
    trees: Annotation, shade: Annotation, roots: Annotation
) -> None:
    make_relation(shade, target=trees)
    assert make_relation(shade, target=roots, kind=RelationKind.ATTACK).number == 2


def test_one_premise_alone_is_not_the_same_as_two_together(
    trees: Annotation, shade: Annotation, roots: Annotation
) -> None:
    make_relation(shade, roots, target=trees)
    assert make_relation(shade, target=trees).number == 2


def test_a_taken_back_relation_may_be_made_again_but_not_restored_beside_it(
    alice: User, trees: Annotation, shade: Annotation
) -> None:
    first = make_relation(shade, target=trees)
    withdraw(first, by=alice)
    make_relation(shade, target=trees)
    with pytest.raises(ChangeRefused, match="there already"):
        restore(first, by=alice)


def test_a_relation_is_not_restored_without_its_ends(
    alice: User, trees: Annotation, shade: Annotation
) -> None:
    relation = make_relation(shade, target=trees)
    withdraw(relation, by=alice)
    withdraw(trees, by=alice)
    with pytest.raises(ChangeRefused, match="withdrawn meanwhile"):
        restore(relation, by=alice)


def test_join_adds_a_premise_and_a_version(
    alice: User, trees: Annotation, shade: Annotation, roots: Annotation
) -> None:
    relation = join(make_relation(shade, target=trees), roots, by=alice)
    assert [p.label for p in relation.premises.all()] == ["P2", "X3"]
    assert relation.version == 2


@pytest.mark.parametrize(
    ("name", "words"), [("shade", "already part"), ("trees", "cannot bear on itself")]
)
def test_join_refuses_what_is_in_the_step_already(
    alice: User, trees: Annotation, shade: Annotation, name: str, words: str
) -> None:
    relation = make_relation(shade, target=trees)
    with pytest.raises(ChangeRefused, match=words):
        join(relation, {"shade": shade, "trees": trees}[name], by=alice)


def test_join_refuses_to_make_two_relations_alike(
    alice: User, trees: Annotation, shade: Annotation, roots: Annotation
) -> None:
    make_relation(shade, roots, target=trees)
    alone = make_relation(shade, target=trees)
    with pytest.raises(ChangeRefused, match="there already"):
        join(alone, roots, by=alice)


def test_part_lets_one_premise_go_but_not_the_last(
    alice: User, trees: Annotation, shade: Annotation, roots: Annotation
) -> None:
    relation = part(make_relation(shade, roots, target=trees), roots, by=alice)
    assert [p.label for p in relation.premises.all()] == ["P2"]
    with pytest.raises(ChangeRefused, match="at least one premise"):
        part(relation, shade, by=alice)
    with pytest.raises(ChangeRefused, match="no part of this step"):
        part(relation, roots, by=alice)


@pytest.mark.parametrize("verb", [join, part])
def test_a_relation_that_was_taken_back_meanwhile_is_left_alone(
    alice: User, trees: Annotation, shade: Annotation, roots: Annotation, verb: Any
) -> None:
    relation = make_relation(shade, target=trees)
    withdraw(Relation.objects.get(pk=relation.pk), by=alice)
    with pytest.raises(ChangeRefused, match="taken back meanwhile"):
        verb(relation, roots, by=alice)


def test_the_database_refuses_what_the_forms_let_slip(trees: Annotation, alice: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Annotation.objects.create(
            article=trees.article, number=1, role=Role.CLAIM, gist="Twin", author=alice
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.create(
            article=trees.article, number=1, kind=RelationKind.SUPPORT, author=alice
        )


def test_whoever_was_an_editor_only_until_this_moment_changes_nothing(
    article: Article, bob: User, trees: Annotation
) -> None:
    article.memberships.filter(user=bob).update(part=Part.READER)
    with pytest.raises(ChangeRefused, match="no longer an editor"):
        withdraw(trees, by=bob)
    assert article.changes.count() == 2
