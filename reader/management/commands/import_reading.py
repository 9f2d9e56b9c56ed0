from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize

from reader.accounts.models import User
from reader.annotations.readings import ReadingRefused, add_reading, read_reading
from reader.articles.models import MAY_ANNOTATE, Article, Part
from reader.text.decoding import MAX_BYTES


class Command(BaseCommand):
    help = (
        "Add a reading (annotations, passages, relations; docs/reading-format.md) to an article, as"
        " a whole or not at all. The editor is the one named, who must be an editor or the owner of"
        " the article; else its owner."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--article", required=True, metavar="SLUG")
        parser.add_argument("--editor", metavar="NAME", help="who is said to have made it")

    def handle(self, file: Path, article: str, editor: str | None, **_: Any) -> None:
        found = Article.objects.with_heads().filter(slug=article).first()
        if found is None:
            raise CommandError(f"There is no article “{article}”.")
        try:
            with file.open("rb") as opened:
                reading = read_reading(opened.read(MAX_BYTES + 1))
            added = add_reading(found, reading, by=_editor(found, editor))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except ReadingRefused as refusal:
            raise CommandError(f"{file}: {refusal}") from refusal
        annotations, relations = len(added.annotations), len(added.relations)
        self.stdout.write(
            f"{annotations} annotation{pluralize(annotations)} and"
            f" {relations} relation{pluralize(relations)}: {found.get_absolute_url()}"
        )


def _editor(article: Article, name: str | None) -> User:
    parts = MAY_ANNOTATE if name else (Part.OWNER,)
    members = article.memberships.filter(part__in=parts).select_related("user").order_by("pk")
    member = members.filter(user__username=name).first() if name else members.first()
    if member is None:
        raise CommandError(
            f"“{name}” is no editor of this article." if name else "The article has no owner."
        )
    return member.user
