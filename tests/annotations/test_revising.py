"""A new text, and what becomes of every annotation that stood in the old one."""

import pytest
from django.http import QueryDict

from reader.accounts.models import User
from reader.annotations.changes import annotate, restore, withdraw
from reader.annotations.graphs import reading_of
from reader.annotations.models import Annotation, Passage
from reader.annotations.replaying import states_of, strayed
from reader.annotations.reshaping import merge, place, split
from reader.annotations.revising import BaseGone, MergeConflict, foresee, revise
from reader.annotations.undoing import redo, undo
from reader.argument.roles import Role
from reader.articles.browsing import Browsing
from reader.articles.deleting import delete
from reader.articles.history import ChangeRefused
from reader.articles.library import library
from reader.articles.models import Article, Part
from reader.text.rendering import RenderRefused
from tests.factories import make_annotation, make_article, make_member, make_relation

pytestmark = pytest.mark.django_db

ONE = "Trees cool the streets of every city in summer."
TWO = "Shade saves a great deal of water in the parks."
THREE = "Roots lift the pavements, and nobody repairs them."
OLD = f"{ONE}\n\n{TWO}\n\n{THREE}\n"
EDITED = "Trees cool the busy streets of every city in summer."


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(OLD, editor=alice)


@pytest.fixture
def trees(article: Article) -> Annotation:
    return make_annotation(article, "Trees cool the streets of every city")


@pytest.fixture
def shade(article: Article, trees: Annotation) -> Annotation:
    return make_annotation(article, "Shade saves a great deal of water", Role.PREMISE)


@pytest.fixture
def roots(article: Article, shade: Annotation) -> Annotation:
    return make_annotation(article, "Roots lift the pavements", Role.COUNTERCLAIM)


def now(thing: Article | Annotation) -> Article:
    article = thing if isinstance(thing, Article) else thing.article
    return Article.objects.with_heads().get(pk=article.pk)


def current(annotation: Annotation) -> Annotation:
    return Annotation.objects.select_related("article__head").get(pk=annotation.pk)


def here(annotation: Annotation) -> list[Passage]:
    return list(annotation.passages.filter(revision=now(annotation).head).with_places())


def told(annotation: Annotation) -> list[tuple[str, str]]:
    return [(passage.fate, passage.quote) for passage in here(annotation)]


def numbers_of(article: Article) -> tuple[list[int], int]:
    """The seqs of the log, and the edition."""
    return list(article.changes.order_by("seq").values_list("seq", flat=True)), now(article).edition


def is_sound(article: Article) -> bool:
    seqs, edition = numbers_of(article)
    return strayed(now(article)) == [] and seqs == list(range(1, edition + 1))


def test_passages_are_kept_moved_edited_and_lost(alice: User) -> None:
    far = "Nobody has ever counted the benches along the river."
    article = make_article(f"{OLD}\n{far}\n", editor=alice)
    words = (
        "Trees cool the streets",
        "Shade saves a great deal",
        "Roots lift",
        "counted the benches",
    )
    trees, shade, roots, benches = [make_annotation(article, said) for said in words]
    new = f"{EDITED}\n\n{far}\n\n{THREE} This is new, and longer than what has moved before it."
    saved = revise(article, new, 1, "Turned round", alice)
    assert told(trees) == [("edited", "Trees cool the busy streets")]
    assert told(shade) == [("lost", "Shade saves a great deal")]
    assert sorted([*told(roots), *told(benches)]) == [
        ("kept", "Roots lift"),
        ("moved", "counted the benches"),
    ]
    assert saved.effects.words == "1 stays, 1 moved, 1 edited, 1 lost"
    assert [effect.annotation.label for effect in saved.effects.doubtful] == ["C1", "C2"]
    assert is_sound(article)


def test_a_revision_is_one_change_that_says_what_became_of_the_passages(
    trees: Annotation, shade: Annotation, alice: User
) -> None:
    article = trees.article
    saved = revise(article, f"{EDITED}\n", 1, "Shorter", alice)
    change = article.changes.last()
    assert (change.verb, change.object, change.seq) == ("revise", "article", saved.revision.edition)
    assert change.before["article"] == {"revision": 1}
    assert change.after["article"] == {"revision": 2, "summary": "Shorter"}
    assert change.after["annotation 1"] == {"passages": [[2, 0, 41, "edited", [1, 0, 36]]]}
    assert change.after["annotation 2"]["passages"][0][3:] == ["lost", [1, 48, 81]]
    assert trees.version == current(trees).version


def test_rows_of_older_revisions_stay_as_they_are(trees: Annotation, alice: User) -> None:
    before = list(trees.passages.values())
    revise(trees.article, f"{EDITED}\n", 1, "", alice)
    assert list(trees.passages.filter(revision__number=1).values()) == before


def test_what_saving_would_do_is_foreseen_and_nothing_is_written(
    trees: Annotation, shade: Annotation, roots: Annotation
) -> None:
    article = now(trees)
    effects = foresee(article, f"{EDITED}\n{THREE}")
    assert effects.words == "1 stays, 1 edited, 1 lost"
    assert [effect.fate for effect in effects.all] == ["edited", "lost", "kept"]
    assert article.revisions.count() == 1
    assert told(trees) == [("set", "Trees cool the streets of every city")]


def test_unconfirmed_edits_stay_edited_with_the_oldest_doubted_words(
    trees: Annotation, alice: User
) -> None:
    article = trees.article
    revise(article, f"{EDITED}\n", 1, "", alice)
    revise(article, f"{EDITED}\n\nAnd more.", 2, "", alice)
    assert told(trees) == [("edited", "Trees cool the busy streets of every city")]
    revise(article, EDITED.replace("busy", "very busy"), 3, "", alice)
    [passage] = here(trees)
    assert (passage.fate, passage.old_quote) == ("edited", "Trees cool the streets of every city")
    assert passage.doubtful_since == 2
    assert is_sound(article)


def test_an_edit_that_is_taken_back_settles_by_itself(trees: Annotation, alice: User) -> None:
    revise(trees.article, f"{EDITED}\n", 1, "", alice)
    revise(trees.article, f"{ONE}\n", 2, "", alice)
    assert told(trees) == [("kept", "Trees cool the streets of every city")]
    assert here(trees)[0].origin is None


def test_lost_words_that_come_back_are_found_again(
    trees: Annotation, shade: Annotation, alice: User
) -> None:
    article = trees.article
    revise(article, f"{ONE}\n\n{THREE}\n", 1, "", alice)
    revise(article, f"{ONE}\n\nSomething else.\n\n{THREE}\n", 2, "", alice)
    assert reading_of(now(article)).detached == {2}
    revise(article, OLD, 3, "Revision 1 restored", alice)
    assert told(shade) == [("kept", "Shade saves a great deal of water")]
    assert now(article).head.summary == "Revision 1 restored"
    assert is_sound(article)


def test_a_twin_elsewhere_is_not_taken_for_what_was_deleted(alice: User) -> None:
    twin = "The council has not counted the trees."
    text = f"{ONE} {twin}\n\n{TWO} Some say so.\n\n{THREE} {twin} It never will.\n"
    article = make_article(text, editor=alice)
    first = make_annotation(article, twin)
    revise(article, text.replace(f"{ONE} {twin}", ONE), 1, "", alice)
    assert told(first) == [("lost", twin)]
    revise(article, now(article).head.source + "\nOne more.", 2, "", alice)
    assert told(first) == [("lost", twin)]


def test_withdrawn_annotations_are_carried_along(shade: Annotation, alice: User) -> None:
    article = shade.article
    withdraw(shade, by=alice)
    saved = revise(article, f"{TWO}\n\n{ONE}\n", 1, "", alice)
    assert shade.pk not in {effect.annotation.pk for effect in saved.effects.standing}
    restore(current(shade), by=alice)
    [(fate, quote)] = told(shade)
    assert fate in ("kept", "moved")
    assert quote == "Shade saves a great deal of water"
    assert is_sound(article)


def test_relations_stay_between_what_is_lost(
    trees: Annotation, shade: Annotation, alice: User
) -> None:
    make_relation(shade, target=trees)
    revise(trees.article, f"{THREE}\n", 1, "", alice)
    reading = reading_of(now(trees))
    assert reading.detached == {1, 2}
    assert [(r.premises, r.target) for r in reading.graph.relations] == [((2,), 1)]


def test_the_same_text_again_is_no_revision(trees: Annotation, alice: User) -> None:
    saved = revise(trees.article, OLD, 1, "Nothing", alice)
    assert (saved.is_new, saved.revision.number) == (False, 1)
    assert is_sound(trees.article)


@pytest.mark.parametrize("mend", ["place", "annotate", "withdraw", "split", "merge"])
def test_what_was_done_before_a_revision_is_undone_after_it(
    trees: Annotation, shade: Annotation, roots: Annotation, alice: User, mend: str
) -> None:
    article = trees.article
    text = now(article).head.text
    start = text.index("streets of every city")
    before = states_of(article)
    if mend == "place":
        place(trees, [(start, start + 21)], alice, version=1)
    elif mend == "annotate":
        annotate(now(article), Role.CLAIM, "City", alice, [(start, start + 21)])
    elif mend == "withdraw":
        withdraw(trees, by=alice)
    elif mend == "split":
        split(trees, [(start, start + 21)], alice, version=1)
    else:
        merge(trees, shade, by=alice)
    after = states_of(article)
    revise(article, f"Something first.\n\n{OLD}", 1, "", alice)
    undo(article, alice)
    assert _places(before) == _places(states_of(now(article)), shift=17, of=before)
    assert is_sound(article)
    redo(article, alice)
    assert _places(after) == _places(states_of(now(article)), shift=17, of=after)
    assert is_sound(article)


def _places(
    states: dict[str, dict], shift: int = 0, of: dict[str, dict] | None = None
) -> dict[str, list[tuple[int, int]]]:
    """Where everything stands, so many characters further up, of what stood in `of`."""
    return {
        name: [(start - shift, end - shift) for _, start, end, *_ in state["passages"]]
        for name, state in states.items()
        if name in (of or states)
    }


def test_undoing_across_a_revision_leaves_in_doubt_what_the_revision_doubts(
    trees: Annotation, shade: Annotation, alice: User
) -> None:
    article = trees.article
    place(shade, [], alice, version=1)
    revise(article, f"{EDITED}\n\n{THREE}\n", 1, "", alice)
    undo(article, alice)
    assert told(shade) == [("lost", "Shade saves a great deal of water")]
    assert here(shade)[0].old_quote == "Shade saves a great deal of water"
    assert is_sound(article)


def test_everything_before_a_revision_can_be_undone_one_after_the_other(
    trees: Annotation, alice: User
) -> None:
    """The revision carried a state that was taken back afterwards."""
    article = trees.article
    place(trees, [(0, 10)], alice, version=1)
    revise(article, f"Something first.\n\n{OLD}", 1, "", alice)
    undo(article, alice)
    undo(article, alice)
    assert current(trees).is_withdrawn
    redo(article, alice)
    redo(article, alice)
    assert told(trees) == [("kept", "Trees cool")]
    assert is_sound(article)


def test_what_was_placed_after_a_revision_is_not_overwritten(
    trees: Annotation, alice: User, bob: User
) -> None:
    article = trees.article
    make_member(article, "bob", Part.EDITOR)
    place(trees, [(0, 10)], alice, version=1)
    revise(article, f"Something first.\n\n{OLD}", 1, "", alice)
    place(current(trees), [(18, 23)], bob, version=2)
    with pytest.raises(ChangeRefused, match="was changed by Bob"):
        undo(article, alice)


def test_nothing_is_saved_into_a_deleted_article(trees: Annotation, alice: User) -> None:
    article = trees.article
    delete(article, by=alice)
    with pytest.raises(ChangeRefused, match="deleted"):
        revise(article, f"{OLD}\n\nMore.", 1, "", alice)
    with pytest.raises(ChangeRefused, match="deleted"):
        withdraw(trees, by=alice)


def test_two_who_save_at_once_are_merged(
    trees: Annotation, shade: Annotation, roots: Annotation, alice: User, bob: User
) -> None:
    article = trees.article
    make_member(article, "bob", Part.EDITOR)
    revise(article, OLD.replace(ONE, EDITED), 1, "Mine", alice)
    saved = revise(article, OLD.replace("nobody repairs", "no one repairs"), 1, "Bob’s", bob)
    assert saved.merged_with is not None
    assert saved.merged_with.number == 2
    assert (saved.revision.number, saved.revision.author) == (3, bob)
    assert EDITED in now(article).head.text
    assert "no one repairs" in now(article).head.text
    assert told(trees) == [("edited", "Trees cool the busy streets of every city")]
    assert is_sound(article)


def test_a_conflict_leaves_nothing(trees: Annotation, alice: User, bob: User) -> None:
    article = trees.article
    make_member(article, "bob", Part.EDITOR)
    revise(article, OLD.replace("streets of every city", "parks of the north"), 1, "", alice)
    states, numbers = states_of(now(article)), numbers_of(article)
    with pytest.raises(MergeConflict) as conflict:
        revise(article, OLD.replace("streets of every city", "roofs of the south"), 1, "", bob)
    assert (conflict.value.base.number, conflict.value.theirs.number) == (1, 2)
    assert "".join(part.mine for part in conflict.value.parts).startswith("Trees cool the roofs")
    assert article.revisions.count() == 2
    assert (states_of(now(article)), numbers_of(article)) == (states, numbers)


@pytest.mark.parametrize(
    ("source", "base", "refusal"),
    [
        ("", 1, ChangeRefused),
        ("   \n", 1, ChangeRefused),
        ("x" * 5_000_000, 1, RenderRefused),
        ("half \ud800", 1, RenderRefused),
        ("Another text.", 9, BaseGone),
    ],
    ids=["empty", "blank", "long", "surrogate", "base"],
)
def test_what_cannot_be_saved_leaves_nothing(
    trees: Annotation, alice: User, source: str, base: int, refusal: type[Exception]
) -> None:
    numbers = numbers_of(trees.article)
    with pytest.raises(refusal):
        revise(trees.article, source, base, "", alice)
    assert trees.article.revisions.count() == 1
    assert numbers_of(trees.article) == numbers


def test_the_library_finds_words_of_the_new_text(trees: Annotation, alice: User) -> None:
    assert _found("jacarandas", alice) == []
    revise(trees.article, f"{TWO}\nJacarandas most of all.", 1, "", alice)
    assert _found("jacarandas", alice) == ["Street trees"]
    assert _found("pavements", alice) == []


def _found(words: str, user: User) -> list[str]:
    entries = library(user, Browsing.of(QueryDict(f"q={words}"))).entries
    return [entry.article.title for entry in entries]


def test_many_passages_cost_no_more_queries(
    article: Article, alice: User, django_assert_max_num_queries
) -> None:
    for words in OLD.split():
        make_annotation(article, words)
    with django_assert_max_num_queries(30):
        revise(article, f"Something first.\n\n{OLD}", 1, "", alice)
    assert is_sound(article)
