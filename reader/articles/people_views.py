from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reader.articles.people import person_page


@require_safe
def person(request: HttpRequest, username: str) -> HttpResponse:
    page = person_page(username, request.user)
    if page is None:
        raise Http404
    return render(request, "articles/person.html", {"page": page})
