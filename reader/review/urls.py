"""All that people tell each other about an article: comments, rounds, and the news of them."""

from reader.review import (
    adjudication_urls,
    comment_urls,
    notification_urls,
    round_urls,
)

urlpatterns = [
    *comment_urls.urlpatterns,
    *notification_urls.urlpatterns,
    *round_urls.urlpatterns,
    *adjudication_urls.urlpatterns,
]
