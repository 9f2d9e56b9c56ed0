from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reader.accounts.throttle import is_too_much
from reader.articles.access import article_to_cite
from reader.articles.report_forms import ReportForm
from reader.articles.reporting import report

TOO_MANY = "That is more reports than Crux takes from one place at a time. Try again later."


@require_http_methods(["GET", "HEAD", "POST"])
def article_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever can read an article can say that something is wrong with it."""
    article = article_to_cite(request, slug)
    is_sent = request.method == "POST"
    form = ReportForm(article, request.POST if is_sent else None, initial=_named(request))
    if is_sent and form.is_valid():
        if not is_too_much(request, "report"):
            address = request.build_absolute_uri(article.get_absolute_url())
            report(article, form.complaint, request.user, address)
            return redirect("report_sent", article.slug)
        form.add_error(None, TOO_MANY)
    status = 422 if form.errors else 200
    return render(
        request, "articles/report.html", {"article": article, "form": form}, status=status
    )


@require_safe
def report_sent(request: HttpRequest, slug: str) -> HttpResponse:
    article = article_to_cite(request, slug)
    return render(request, "articles/report_sent.html", {"article": article})


def _named(request: HttpRequest) -> dict[str, str]:
    """The annotation whose card led here."""
    return {"about": request.GET.get("about", "")[:20]}
