"""What rounds add to the archive of an article: who read it apart, how, and what became of that."""

import json
from collections.abc import Callable, Iterator

from reader.annotations.reading_writing import write_reading
from reader.annotations.rounds import sheets_of
from reader.annotations.states import name_of
from reader.articles.models import Article, Round

Files = Iterator[tuple[str, str]]


def round_files(article: Article, history_of: Callable[[Article], str]) -> Files:
    """Nothing of a sheet while its round is open: not even owners see it before."""
    rounds = list(article.rounds.select_related("revision", "author"))
    if not rounds:
        return
    told = [_round(round) for round in rounds]
    yield "rounds.json", json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    for round in rounds:
        if round.closed_at is not None:
            yield from _sheets(round, history_of)


def _sheets(round: Round, history_of: Callable[[Article], str]) -> Files:
    for sheet in sheets_of(round):
        folder, name = f"rounds/{round.number:03}", sheet.editor.username
        yield f"{folder}/reading-{name}.json", write_reading(sheet.article)
        yield f"{folder}/history-{name}.jsonl", history_of(sheet.article)


def _round(round: Round) -> dict[str, object]:
    return {
        "number": round.number,
        "revision": round.revision.number,
        "instructions": round.instructions,
        "by": round.author.username,
        "opened_at": round.created_at.isoformat(),
        "closed_at": round.closed_at.isoformat() if round.closed_at else None,
        "shown": round.is_shown,
        "people": [sheet.editor.username for sheet in sheets_of(round)],
        "verdicts": _verdicts(round),
    }


def _verdicts(round: Round) -> list[dict[str, object]]:
    """What stands on whose sheet, and what of the article it became; null: it was left out."""
    rows = round.verdicts.standing().select_related(
        "author", "annotation", "relation", "source_annotation__author", "source_relation__author"
    )
    return [
        {
            "of": verdict.source.author.username,
            "source": name_of(verdict.source),
            "became": name_of(verdict.thing) if verdict.thing else None,
            "by": verdict.author.username,
        }
        for verdict in rows
    ]
