import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import pluralize

from reader.review.notification_digests import send_digests


class Command(BaseCommand):
    help = (
        "Mail what people have not read yet to those who have asked for it, once a day or once a"
        " week. Run it every hour: nobody gets anything twice. Fails where a mail could not be sent;"
        " the next run tries it again."
    )

    def handle(self, **_: Any) -> None:
        results = [is_sent for _, is_sent in send_digests()]
        sent, failed = sum(results), results.count(False)
        if results:
            words = f"{sent} digest{pluralize(sent)} sent"
            self.stdout.write(f"{words}, {failed} failed." if failed else f"{words}.")
        if failed:
            sys.exit(1)
