from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug

from reader.accounts.models import User
from reader.articles.addresses import is_free
from reader.articles.importing import UNREADABLE, import_file
from reader.articles.models import Visibility
from reader.text.decoding import MAX_BYTES


class Command(BaseCommand):
    help = (
        "Make an article of a Markdown (.md) or plain text (.txt) file and print its address. Front"
        " matter is read; of plain text the title, headings, tables and the author are found. Its"
        " owner is the one named, else the first superuser, else the first account."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--owner", metavar="NAME", help="who may edit and publish it")
        parser.add_argument("--visibility", choices=Visibility.values, default=Visibility.PRIVATE)
        parser.add_argument("--slug", default="", help="the last part of its address")

    def handle(self, file: Path, owner: str | None, visibility: str, slug: str, **_: Any) -> None:
        if slug:
            self._check_slug(slug)
        user = _owner(owner)
        try:
            article = import_file(_bytes_of(file), file.name, user, slug, visibility=visibility)
        except UNREADABLE as refusal:
            raise CommandError(f"{file}: {refusal}") from refusal
        self.stdout.write(article.get_absolute_url())

    def _check_slug(self, slug: str) -> None:
        try:
            validate_slug(slug)
        except Exception as error:
            raise CommandError("A slug has only letters, digits, - and _.") from error
        if not is_free(slug):
            raise CommandError(f"There is an article “{slug}” already.")


def _owner(name: str | None) -> User:
    users = User.objects.order_by("-is_superuser", "pk")
    user = users.filter(username=name).first() if name else users.first()
    if user is None:
        raise CommandError(f"There is no account “{name}”." if name else "There is no account yet.")
    return user


def _bytes_of(file: Path) -> bytes:
    """No more than we would take: what is longer is refused by its length."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from error
