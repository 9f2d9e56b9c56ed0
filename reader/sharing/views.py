from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from reader.articles.access import article_to_revise
from reader.sharing.exports import archive_of


@require_safe
def article_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """All that belongs to the article. It holds drafts and names, so it is for those who edit."""
    article = article_to_revise(request, slug)
    return HttpResponse(
        archive_of(article),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{article.slug}.zip"'},
    )
