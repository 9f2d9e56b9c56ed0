"""The list of all annotations: which are shown, and what was changed there last."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from reader.accounts.models import User
from reader.annotations.graphs import Reading, reading_of
from reader.annotations.models import Annotation, Passage
from reader.annotations.saying import Sayer
from reader.annotations.undoing import entries_of, next_undo
from reader.argument.roles import Role
from reader.articles.models import Article
from reader.editing.forms import MarkForm
from reader.editing.pages import list_page

LONGEST_SEARCH = 200


@dataclass(frozen=True)
class Wanted:
    """What is looked for: words in gist, note or quote, and a role."""

    words: str = ""
    role: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.role)

    @property
    def query(self) -> str:
        chosen = {"q": self.words, "role": self.role}
        return urlencode({name: value for name, value in chosen.items() if value})

    def holds(self, annotation: Annotation, passages: list[Passage]) -> bool:
        if self.role and annotation.role != self.role:
            return False
        quotes = [passage.quote for passage in passages]
        said = " ".join([annotation.label, annotation.gist, annotation.note, *quotes])
        return all(word in said.casefold() for word in self.words.casefold().split())


def wanted_of(query: QueryDict) -> Wanted:
    role = query.get("role", "")
    words = " ".join(query.get("q", "")[:LONGEST_SEARCH].split())
    return Wanted(words, role if role in set(Role) else "")


def listing_page(
    article: Article, user: User, query: QueryDict, reading: Reading | None = None
) -> dict[str, Any]:
    """Everything that is marked and connected, or what of it is looked for."""
    reading = reading or reading_of(article)
    page = list_page(article, reading, MarkForm(article, reading))
    wanted = wanted_of(query)
    shown = [row for row in page["annotations"] if wanted.holds(*row)]
    seq = next_undo(entries_of(article, user))
    return page | {
        "wanted": wanted,
        "total": len(page["annotations"]),
        "annotations": shown,
        "last_change": _last_change(article, seq),
        "last_seq": seq,
    }


def _last_change(article: Article, seq: int | None) -> str:
    change = article.changes.filter(seq=seq).first() if seq else None
    return Sayer(article).words(change) if change else ""
