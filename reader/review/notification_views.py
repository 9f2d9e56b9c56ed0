from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reader.accounts.profiles import set_digest
from reader.annotations.notifying import news_for, see, see_all
from reader.articles.access import signed_in
from reader.review.notification_digests import subscriber_of
from reader.review.notification_news import place_of
from reader.review.notification_pages import notification_page


@login_required
@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    page = notification_page(signed_in(request), request.GET)
    return render(request, "review/notifications.html", {"news": page})


@login_required
@require_safe
def notification(request: HttpRequest, number: int) -> HttpResponse:
    """Leads on to what it is about, and is read from then on."""
    news = news_for(signed_in(request))
    found = get_object_or_404(news.select_related("change__article"), pk=number)
    if request.method == "GET":
        see(news.filter(pk=number))
    return redirect(place_of(found.change))


@login_required
@require_POST
def notifications_seen(request: HttpRequest) -> HttpResponse:
    until = request.POST.get("until", "")
    is_number = until.isascii() and until.isdecimal() and len(until) < 19
    see_all(signed_in(request), int(until) if is_number else None)
    messages.success(request, "All read.")
    return redirect("notification_list")


# Mail programs post here by themselves, without a page of ours before: the address is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, because programs that look at mail open links; POST ends the mails."""
    person = subscriber_of(token)
    if request.method == "POST":
        set_digest(person, "never")
    context = {"is_done": request.method == "POST" or person.digest == "never"}
    return render(request, "review/notification_unsubscribe.html", context)
