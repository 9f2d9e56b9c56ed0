"""Somebody else has changed an annotation while an editor was writing: what is shown and said then."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict

from reader.accounts.models import User
from reader.annotations.changes import WordingClash, last_change_of
from reader.annotations.graphs import Reading
from reader.annotations.meanwhile import Deed, meanwhile, phrased
from reader.annotations.models import Annotation, Status
from reader.annotations.reconciling import LEANING, WORDING
from reader.articles.models import Article
from reader.editing.forms import AnnotationForm, wording_of
from reader.editing.pages import FAMILIES
from reader.reading.words import listed


@dataclass(frozen=True)
class Row:
    """One field as somebody else saved it; what is in the form already need not be taken."""

    field: str
    title: str
    words: str
    is_taken: bool


def others_words(saved: Annotation, seen: Annotation, version: int, user: User) -> str:
    """With whose changes since that version it was saved together; mostly nobody came in between."""
    if seen.version == version and saved.version <= version + 1:
        return ""
    # The article came with the annotation before the save was recorded: what is later is the save.
    deeds = [d for d in meanwhile(saved, version).deeds if d.seq <= saved.article.edition]
    people = {deed.by: None for deed in deeds}
    words = filter(None, (_deed_words(who, deeds, user) for who in people))
    told = listed(words)
    return f" together with {told}" if told else ""


def _deed_words(who: User, deeds: list[Deed], user: User) -> str:
    altered = frozenset().union(*(deed.fields for deed in deeds if deed.by == who))
    fields = phrased(altered)
    whose = "your own" if who == user else f"{who.name}’s"
    return f"{whose} change of {fields}" if fields else ""


def withdrawn_or_404(article: Article, number: int) -> Annotation:
    """One that was taken off the page, perhaps while somebody was writing about it."""
    rows = article.annotations.filter(number=number, status=Status.WITHDRAWN)
    found: Annotation | None = rows.select_related("leans_on", "author").first()
    if found is None:
        raise Http404
    return found


def withdrawn_page(
    article: Article, reading: Reading, annotation: Annotation, form: AnnotationForm
) -> dict[str, Any]:
    """What was typed about an annotation that is gone, and the way to bring it back with that."""
    change = last_change_of(annotation)
    return {
        "article": article,
        "annotation": annotation,
        "form": form,
        "slot": f"form-{annotation.number}",
        "families": FAMILIES,
        "others": reading.annotations,
        "withdrawn_by": change.actor if change else annotation.author,
    }


def proposed(data: QueryDict, clash: WordingClash, reading: Reading) -> QueryDict:
    """What was sent, with what both changed put together; it replaces the version that is shown."""
    wording = clash.merge.fields
    leans_on = reading.by_number.get(wording["leans_on"])
    return _with(
        data,
        wording | {"leans_on": leans_on.label if leans_on else ""},
        version=clash.annotation.version,
    )


def taken(data: QueryDict, current: Annotation) -> QueryDict:
    """What was sent, with theirs in the field that was asked for; a role brings what goes with it."""
    asked = data.get("take", "")
    fields = {asked, *LEANING} if asked == "role" else {asked}
    theirs = wording_of(current)
    return _with(data, {field: theirs[field] for field in WORDING if field in fields})


def clash_page(
    theirs: Annotation, form: AnnotationForm, clash: WordingClash | None = None
) -> dict[str, Any]:
    """What stands beside the form: theirs, who changed what, and what of it is in the form already."""
    change = last_change_of(theirs)
    by = clash.since.who(clash.merge.clashes) if clash else None
    page = {
        "theirs": theirs,
        "by": by or (change.actor if change else theirs.author),
        "rows": _rows(theirs, form),
        "taken": form.data.get("take") in ("role", "gist", "note"),
    }
    return page | (_merged_words(clash) if clash else {})


def _merged_words(clash: WordingClash) -> dict[str, str | bool]:
    mine, merge = clash.mine, clash.merge
    joined = frozenset(name for name in WORDING if merge.fields[name] != mine[name])
    return {
        "clashing": phrased(merge.clashes),
        "joined": phrased(joined - merge.clashes),
        "both_notes": "note" in merge.clashes & joined,
    }


def _rows(theirs: Annotation, form: AnnotationForm) -> list[Row]:
    saved = wording_of(theirs)
    same = {name for name in WORDING if _value(form, name) == (saved[name] or "")}
    is_role = {"role", *LEANING} <= same
    return [
        Row("role", "Role", _role_words(theirs), is_role),
        Row("gist", "Gist", theirs.gist, "gist" in same),
        Row("note", "Note", theirs.note, "note" in same),
    ]


def _role_words(annotation: Annotation) -> str:
    words = annotation.role.capitalize()
    words += f" · {annotation.device}" if annotation.device else ""
    return words + (f", leans on {annotation.leans_on.label}" if annotation.leans_on else "")


def _value(form: AnnotationForm, name: str) -> str:
    """As the form shows it; a browser sends line ends of its own."""
    return str(form[name].value() or "").replace("\r\n", "\n").strip()


def _with(data: QueryDict, fields: dict[str, Any], version: int | None = None) -> QueryDict:
    changed = data.copy()
    for name, value in fields.items():
        changed[name] = str(value)
    if version is not None:
        changed["version"] = str(version)
    return changed
