"""The history page: a page of the log, and by what it can be narrowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from reader.accounts.models import User
from reader.annotations.histories import PER_PAGE, Entry, changes_of, entries
from reader.annotations.models import Annotation
from reader.annotations.undoing import entries_of, in_effect
from reader.argument.roles import number_of
from reader.articles.models import Article, Change


@dataclass(frozen=True)
class History:
    entries: list[Entry]
    page: Page[Change]
    annotation: Annotation | None
    actor: User | None
    actors: list[User]
    annotations: list[Annotation]

    def address(self, number: int) -> str:
        of = self.annotation.label if self.annotation else ""
        by = self.actor.username if self.actor else ""
        asked = {"of": of, "by": by, "page": "" if number == 1 else str(number)}
        return f"?{urlencode({name: value for name, value in asked.items() if value})}"

    @property
    def newer(self) -> str:
        return self.address(self.page.previous_page_number()) if self.page.has_previous() else ""

    @property
    def older(self) -> str:
        return self.address(self.page.next_page_number()) if self.page.has_next() else ""


def history_page(article: Article, user: User, asked: Mapping[str, str]) -> History | None:
    """What is asked for: `of` an annotation, `by` a person; None where there is no such thing."""
    annotations = list(article.annotations.all())
    actors = list(User.objects.filter(pk__in=article.changes.values("actor")).order_by("username"))
    of, by = asked.get("of", ""), asked.get("by", "")
    annotation = next((a for a in annotations if a.number == number_of(of)), None)
    actor = next((person for person in actors if person.username == by), None)
    if (of and annotation is None) or (by and actor is None):
        return None
    changes = changes_of(article, annotation.number if annotation else None, by)
    page = Paginator(changes, PER_PAGE).get_page(asked.get("page", "1"))
    holds = in_effect(entries_of(article, user))
    shown = entries(article, list(page.object_list), holds)
    return History(shown, page, annotation, actor, actors, annotations)
