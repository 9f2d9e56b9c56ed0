from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import pluralize

from reader.articles.deleting import GRACE, past_grace, purge


class Command(BaseCommand):
    help = (
        f"Remove for good the articles that were deleted more than {GRACE.days} days ago. Until then"
        " their owners can restore them. Run it once a day, or let `make run` do so at its start."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say what would be removed")

    def handle(self, dry_run: bool, **_: Any) -> None:
        articles = list(past_grace() if dry_run else purge())
        for article in articles:
            self.stdout.write(f"{article.deleted_at:%Y-%m-%d}  {article.slug}")
        if articles or dry_run:
            count, words = len(articles), "would be removed" if dry_run else "removed for good"
            self.stdout.write(f"{count} deleted article{pluralize(count)} {words}.")
