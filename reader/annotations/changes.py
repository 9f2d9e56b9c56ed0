"""Mark passages, say them in other words, take them away and bring them back.

Every verb of this package that changes an argument is one transaction that leaves one Change.
"""

from collections.abc import Iterable
from typing import Any, Unpack

from reader.accounts.models import User
from reader.annotations.meanwhile import Meanwhile, meanwhile
from reader.annotations.models import Annotation, Relation, Status
from reader.annotations.placing import Span, stand
from reader.annotations.reconciling import Merge, merged, wording_in
from reader.annotations.recording import Recorder, recording
from reader.annotations.refusals import refuse_leaning, refuse_nonsense
from reader.annotations.states import name_of
from reader.annotations.wording import More, dress, put, wanted
from reader.argument.roles import RelationKind, Role
from reader.articles.history import ChangeOvertaken, ChangeRefused
from reader.articles.models import Article, Change
from reader.text.quoting import Quote, find, snap


class WordingClash(ChangeOvertaken):
    """Both gave the same field other words. `annotation` is as others have saved it, `mine` what was
    to be saved, `merge` what to propose, `since` who did what."""

    def __init__(
        self, annotation: Annotation, mine: dict[str, Any], merge: Merge, since: Meanwhile
    ) -> None:
        super().__init__(f"{annotation.label} was changed meanwhile. Compare, then save again.")
        self.annotation, self.mine, self.merge, self.since = annotation, mine, merge, since


def annotate(
    article: Article,
    role: Role,
    gist: str,
    by: User,
    spans: Iterable[Span] = (),
    **more: Unpack[More],
) -> Annotation:
    """Mark passages of the head revision with a role; no span makes an implicit annotation."""
    with recording(article, "annotate", by) as change:
        refuse_revised(change.article, article.head_id)
        annotation = new_annotation(change, role, gist, by, spans, **more)
    return annotation


def place_of(article: Article, start: int, end: int, quote: str) -> Span:
    """Where the selected words stand in the head revision, also when the text moved meanwhile."""
    text = article.head.text if article.head else ""
    if 0 <= start < end <= len(text) and text[start:end] == quote:
        place = snap(text, start, end)
    else:
        place = find(text, Quote(quote)) or (0, 0)
    if place[0] >= place[1]:
        raise ChangeRefused("These words are not in the article as it stands now. Select again.")
    return place


def reword(
    annotation: Annotation, by: User, version: int, role: Role, gist: str, **more: Unpack[More]
) -> Annotation:
    """Say it in other words, or give it another role. The number stays; the letter may change.

    What others have done since `version`, which the editor saw, stays where the editor did not
    change the same field; where both did, it is a WordingClash.
    """
    with recording(annotation.article, "reword", by) as change:
        annotation = change.hold(annotation)
        refuse_withdrawn(annotation)
        put(annotation, _with_others(annotation, version, wanted(annotation, role, gist, **more)))
        change.save(annotation)
    return annotation


def recast(annotations: Iterable[Annotation], role: Role, by: User) -> list[Annotation]:
    """Give several annotations another role, all of them or none."""
    chosen = list(dict.fromkeys(annotations))
    with recording(_article_of(chosen), "recast", by) as change:
        held = [change.hold(annotation) for annotation in chosen]
        for annotation in held:
            refuse_withdrawn(annotation)
            dress(annotation, role, annotation.device, annotation.leans_on)
            change.save(annotation)
    return held


def withdraw(*things: Annotation | Relation, by: User) -> None:
    """Take annotations or relations off the page. Nothing is deleted: `restore` brings it back."""
    with recording(_article_of(things), "withdraw", by) as change:
        for thing in things:
            held = change.hold(thing)
            refuse_proposed(held)
            held.status = Status.WITHDRAWN
            change.save(held)


def restore(*things: Annotation | Relation, by: User) -> None:
    """Bring back what was withdrawn; a relation only if it still makes sense."""
    with recording(_article_of(things), "restore", by) as change:
        # Annotations first: relations that come back may stand on them.
        for thing in sorted(things, key=lambda thing: isinstance(thing, Relation)):
            held = change.hold(thing)
            if held.status == Status.WITHDRAWN:
                if isinstance(held, Relation):
                    refuse_senseless(held)
                held.status = Status.ACCEPTED
                if isinstance(held, Annotation) and held.leans_on:
                    refuse_leaning(held, held.leans_on)
                change.save(held)


def last_change_of(thing: Annotation | Relation) -> Change | None:
    """Who touched it last, and what it was before and after."""
    touching = thing.article.changes.filter(after__has_key=name_of(thing))
    return touching.select_related("actor").last()


def stand_at(annotation: Annotation, spans: Iterable[Span]) -> None:
    """Let an annotation stand at these places of the text as it is now, and at no others."""
    head = annotation.article.head
    assert head is not None, "an article is never without a text"
    places = list(dict.fromkeys(spans))
    refuse_outside(head.text, places)
    stand(annotation, places, head)


def refuse_senseless(relation: Relation) -> None:
    """Refuse a relation whose ends are gone, or that another one doubles."""
    premises = list(relation.premises.all())
    refuse_nonsense(
        relation.article,
        premises,
        RelationKind(relation.kind),
        target_of(relation),
        relation,
        is_proposed=relation.status == Status.PROPOSED,
    )


def refuse_outside(text: str, spans: Iterable[Span]) -> None:
    if not all(0 <= start < end <= len(text) for start, end in spans):
        raise ChangeRefused("This passage lies outside the text.")


def refuse_overtaken(annotation: Annotation, version: int, field: str) -> None:
    """Refuse whoever has not seen what others have made of a field."""
    if field in meanwhile(annotation, version).fields and annotation.version != version:
        raise ChangeOvertaken(
            f"{annotation.label} was changed meanwhile. Compare, then save again to replace it."
        )


def refuse_withdrawn(annotation: Annotation) -> None:
    if annotation.is_withdrawn:
        raise ChangeRefused(f"{annotation.label} has been withdrawn meanwhile.")
    refuse_proposed(annotation)


def refuse_proposed(thing: Annotation | Relation) -> None:
    """What is only proposed changes by an answer to its proposal, and no other way."""
    if thing.status == Status.PROPOSED:
        what = thing.label if isinstance(thing, Annotation) else "This relation"
        raise ChangeRefused(f"{what} is only proposed. Accept or decline it first.")


def refuse_revised(article: Article, head_id: int | None) -> None:
    """Offsets hold for one revision: the text may be another one by the time the article is held."""
    if article.head_id != head_id:
        raise ChangeOvertaken("The text was revised this very moment. Select again.")


def target_of(relation: Relation) -> Annotation | Relation:
    target = relation.target_annotation or relation.target_relation
    assert target is not None, "the database holds exactly one target"
    return target


def ends_of(relation: Relation) -> list[Annotation | Relation]:
    return [*relation.premises.all(), target_of(relation)]


def new_annotation(
    change: Recorder,
    role: Role,
    gist: str,
    by: User,
    spans: Iterable[Span],
    status: Status = Status.ACCEPTED,
    **more: Unpack[More],
) -> Annotation:
    annotation = Annotation(article=change.article, author=by, status=status)
    annotation.gist, annotation.note = gist, more.get("note", "")
    dress(annotation, role, more.get("device", ""), more.get("leans_on"))
    change.add(annotation)
    stand_at(annotation, spans)
    return annotation


def _with_others(annotation: Annotation, version: int, mine: dict[str, Any]) -> dict[str, Any]:
    """What an editor who saw that version wants, together with what others have done since."""
    if annotation.version == version:
        return mine
    since = meanwhile(annotation, version)
    base = wording_in(since.base) if since.base else None
    mine = wording_in(mine)
    merge = merged(base, mine, wording_in(since.now))
    if merge.clashes:
        raise WordingClash(annotation, mine, merge, since)
    return merge.fields


def _article_of(things: Iterable[Annotation | Relation]) -> Article:
    articles = {thing.article for thing in things}
    if len(articles) != 1:
        raise ChangeRefused(
            "Choose something to change." if not articles else "Choose within one article."
        )
    return articles.pop()
