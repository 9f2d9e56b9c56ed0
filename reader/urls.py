"""The site map: every package brings its own pages."""

from django.urls import include, path

from reader.admin_site import site
from reader.web import errors, health

urlpatterns = [
    path("", include("reader.articles.urls")),
    path("", include("reader.accounts.urls")),
    path("", include("reader.editing.urls")),
    path("", include("reader.reading.urls")),
    path("", include("reader.sharing.urls")),
    path("", include("reader.review.urls")),
    path("admin/", site.urls),
    path("healthz/", health.healthy, name="healthz"),
    path("robots.txt", health.robots, name="robots"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
