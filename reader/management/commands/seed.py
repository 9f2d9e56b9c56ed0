from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from reader.accounts.models import User
from reader.annotations.readings import add_reading, read_reading
from reader.articles.importing import Kind, draft_of, import_file
from reader.articles.models import Article, Change, Membership, Part, Visibility
from reader.management.demo_work import work_together
from reader.text.decoding import decode

DEMO = Path(__file__).parent.parent / "demo"
# Alice owns the demo articles; Bob edits one of them, and Carol reviews it. Passwords equal names.
PEOPLE = {"alice": "Alice Marsh", "bob": "Bob Adeyemi", "carol": "Carol Lindqvist"}
OWNER = "alice"
PARTS = {"bob": Part.EDITOR, "carol": Part.REVIEWER}
SHARED = "keep-moving-the-clocks"


class Command(BaseCommand):
    help = (
        "Fill an empty Crux with demo accounts (alice, bob and carol, whose passwords are their"
        " names) and demo articles. Run again it adds what is missing and changes nothing that is"
        " there. A database with accounts of its own is left alone, for everybody would know these"
        " passwords; --force seeds it all the same."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="seed beside other accounts too")

    def handle(self, force: bool, **_: Any) -> None:
        if not force and User.objects.exclude(username__in=PEOPLE).exists():
            self.stdout.write("There are accounts here already: no demo content is added.")
        else:
            self._seed()
        if names := [f"{name}/{name}" for name in PEOPLE if _is_known(name)]:
            self.stdout.write(f"Demo accounts (name/password): {', '.join(names)}")

    @transaction.atomic
    def _seed(self) -> None:
        for name in PEOPLE:
            _make_person(name)
        # The newest leads the library: let it be the one with the fullest map.
        for file in sorted(DEMO.glob("*.md"), key=lambda file: file.stem == SHARED):
            _make_article(file, User.objects.get(username=OWNER))


def _make_person(name: str) -> None:
    if User.objects.filter(username=name).exists():
        return
    User.objects.create_user(name, password=name, display_name=PEOPLE[name])


def _make_article(file: Path, owner: User) -> None:
    """With its reading, if it has one. What was made once stays as its owner has left it."""
    title = draft_of(decode(file.read_bytes()), Kind.MARKDOWN).details.title
    made = Change.objects.filter(verb="create", actor=owner, after__article__title=title)
    if made.exists() or Article.objects.filter(slug=file.stem).exists():
        return
    article = import_file(
        file.read_bytes(), file.name, owner, slug=file.stem, visibility=Visibility.PUBLIC
    )
    reading = file.with_suffix(".json")
    if reading.exists():
        add_reading(article, read_reading(reading.read_bytes()), by=owner)
    if file.stem == SHARED:
        _share(article)


def _share(article: Article) -> None:
    people = {name: User.objects.get(username=name) for name in PEOPLE}
    for name, part in PARTS.items():
        Membership.objects.create(article=article, user=people[name], part=part)
    work_together(article, **people)


def _is_known(name: str) -> bool:
    """Whether the demo password still opens the account."""
    user = User.objects.filter(username=name).first()
    return user is not None and user.check_password(name)
