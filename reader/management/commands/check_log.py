from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reader.annotations.replaying import strayed
from reader.articles.models import Article


class Command(BaseCommand):
    help = "Rebuilds every argument from its change log and says where the two differ."

    def handle(self, **_: Any) -> None:
        differing = 0
        for article in Article.objects.order_by("pk").iterator():
            if names := strayed(article):
                differing += 1
                self.stderr.write(f"{article.slug}: {', '.join(names)}")
        if differing:
            raise CommandError(f"{differing} articles differ from their change log.")
        self.stdout.write("Every argument is what its change log says.")
