"""All of an article in one file: texts, argument, history and people.

The same state gives the same bytes, so that two copies can be compared.
"""

import json
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

from reader.annotations.reading_writing import write_reading
from reader.articles.importing import Kind, draft_of
from reader.articles.models import Article, Change, Revision
from reader.articles.snapshots import snapshots_of
from reader.sharing.round_files import round_files
from reader.text.decoding import MAX_CHARACTERS

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say: no file has a date
FILE_MODE = 0o644 << 16
README = """\
{title}
{line}

text/revision-….md   every revision of the text, as Markdown; the last one is the newest
reading.json         the argument of the newest revision: annotations, passages, relations
history.jsonl        every change, the oldest first: one JSON object in each line
snapshots.json       states that were named to be cited, with the edition that each shows
people.json          who takes part, as what
rounds.json          independent rounds, and what became of what was marked in them
rounds/…/            of each closed round, every sheet: its reading and its history; what is on
                     the sheets of an open one belongs to those who work on them until it closes

To bring the article back into Crux:

    manage.py import_article text/{last}
    manage.py import_reading reading.json --article SLUG

SLUG is the last part of the address that the first command prints.
"""


def archive_of(article: Article) -> bytes:
    """A zip file with all that belongs to the article."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for name, words in _files(article):
            entry = ZipInfo(name, LONG_AGO)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, FILE_MODE
            archive.writestr(entry, words.encode())
    return file.getvalue()


def markdown_of(article: Article, revision: Revision) -> str:
    """The text below what is known about it; imported again it is the same text.

    Where both together are longer than a text may be, the text alone.
    """
    details = {
        "title": article.title,
        "author": article.byline,
        "source": article.source_url,
        "date": article.written_on.isoformat() if article.written_on else "",
        "language": article.language,
    }
    known = {name: value for name, value in details.items() if value}
    above = yaml.safe_dump(
        known, allow_unicode=True, sort_keys=False, width=1_000, default_style='"'
    )
    whole = f"---\n{above}---\n\n{revision.source}"
    if len(whole) > MAX_CHARACTERS:
        return revision.source
    if draft_of(whole, Kind.MARKDOWN).markdown.strip("\n") == revision.source.strip("\n"):
        return whole
    # A text that begins with its title would lose it: one is taken off, so there are two.
    titled = f"---\n{above}---\n\n# {article.title}\n\n{revision.source}"
    return titled if len(titled) <= MAX_CHARACTERS else whole


def _files(article: Article) -> Iterator[tuple[str, str]]:
    revisions = list(article.revisions.all())
    names = [f"revision-{revision.number:03}.md" for revision in revisions]
    title = article.title
    yield "README.txt", README.format(title=title, line="=" * len(title), last=names[-1])
    for name, revision in zip(names, revisions, strict=True):
        yield f"text/{name}", markdown_of(article, revision)
    yield "reading.json", write_reading(article)
    yield "history.jsonl", _history(article)
    yield "snapshots.json", json.dumps(_snapshots(article), ensure_ascii=False, indent=2) + "\n"
    yield "people.json", json.dumps(_people(article), ensure_ascii=False, indent=2) + "\n"
    yield from round_files(article, _history)


def _history(article: Article) -> str:
    changes = article.changes.select_related("actor", "undoes")
    return "".join(_line(_entry(change)) for change in changes)


def _entry(change: Change) -> dict[str, object]:
    return {
        "seq": change.seq,
        "at": change.created_at.isoformat(),
        "by": change.actor.username,
        "verb": change.verb,
        "object": change.object,
        "before": change.before,
        "after": change.after,
        "undoes": change.undoes.seq if change.undoes else None,
    }


def _snapshots(article: Article) -> list[dict[str, object]]:
    """The edition of one is the seq of its change in the history: all up to there is its state."""
    return [
        {
            "number": snapshot.number,
            "key": snapshot.key,
            "name": snapshot.name,
            "note": snapshot.note,
            "at": snapshot.created_at.isoformat(),
            "by": snapshot.author.username,
            "revision": snapshot.revision.number,
            "edition": snapshot.edition,
        }
        for snapshot in reversed(snapshots_of(article))
    ]


def _people(article: Article) -> list[dict[str, object]]:
    """The history names people by number; no mail address leaves with a copy."""
    members = article.memberships.select_related("user").order_by("user")
    return [
        {
            "member": m.user.pk,
            "username": m.user.username,
            "name": m.user.name,
            "part": str(m.part),
        }
        for m in members
    ]


def _line(entry: dict[str, object]) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n"
