from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reader.accounts.models import User
from reader.accounts.signing_up import INVITED, INVITED_EMAIL
from reader.articles.access import invitation_to_answer
from reader.articles.history import ChangeRefused
from reader.articles.invitation_models import Invitation
from reader.articles.inviting import GONE, accept, is_for, was_mailed
from reader.articles.membering import MEANINGS
from reader.articles.models import Membership, Part


@require_http_methods(["GET", "POST"])
def invitation_page(request: HttpRequest, token: str) -> HttpResponse:
    """GET says who invites to what; POST accepts. What is not open looks like what never was."""
    try:
        invitation = invitation_to_answer(token)
    except Http404:
        return render(request, "articles/no_invitation.html", status=404)
    if not isinstance(request.user, User):
        _remember(request, invitation, token)
        return _page(request, invitation, was_mailed(token))
    if request.method == "POST":
        return _accept(request, invitation, request.user, was_mailed(token))
    return _page(request, invitation, was_mailed(token))


def _accept(
    request: HttpRequest, invitation: Invitation, person: User, mailed: bool
) -> HttpResponse:
    try:
        part = accept(invitation, by=person, mailed=mailed)
    except ChangeRefused as refusal:
        if str(refusal) == GONE:
            return render(request, "articles/no_invitation.html", status=404)
        return _page(request, invitation, mailed, status=422)
    name = Part(part).label.lower()
    an = "an" if name[0] in "eo" else "a"
    messages.success(request, f"Welcome: you are now {an} {name} of this article.")
    return redirect("member_list", invitation.article.slug)


def _page(
    request: HttpRequest, invitation: Invitation, mailed: bool, status: int = 200
) -> HttpResponse:
    person = request.user if isinstance(request.user, User) else None
    membership = Membership.objects.filter(article=invitation.article, user=person).first()
    context = {
        "invitation": invitation,
        "article": invitation.article,
        "meaning": MEANINGS[Part(invitation.part)],
        "membership": membership,
        "is_for_me": person is None or is_for(invitation, person, mailed),
        "email": _masked(invitation.email),
    }
    return render(request, "articles/invitation.html", context, status=status)


def _remember(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """For the sign-up: where accounts are made by invitation, this is one.

    Only a link from the mailbox itself proves that the address is theirs.
    """
    request.session[INVITED] = invitation.pk
    request.session[INVITED_EMAIL] = invitation.email if was_mailed(token) else ""


def _masked(email: str) -> str:
    """Enough to recognise one's own address, and no more."""
    name, at, host = email.partition("@")
    return f"{name[:1]}…{at}{host}" if email else ""
