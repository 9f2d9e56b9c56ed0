"""The people of an article: who takes part, who is invited. Every change leads back to the list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from reader.accounts.models import User
from reader.articles.access import (
    article_to_manage,
    article_with_members,
    may_manage,
    signed_in,
)
from reader.articles.history import ChangeRefused
from reader.articles.invitation_models import Invitation
from reader.articles.inviting import DAYS, PARTS, invite, mail, revoke, token_of
from reader.articles.member_forms import (
    LINK,
    WAYS,
    HandOverForm,
    InvitationForm,
    MemberForm,
    PartForm,
)
from reader.articles.membering import MEANINGS, appoint, hand_over, leave, rank_of, remove
from reader.articles.models import Article, Membership, Part
from reader.articles.people import with_pages

FIRST = {"way": LINK, "part": Part.EDITOR, "days": 7}


@dataclass(frozen=True)
class Open:
    """An open invitation in the list, with its link."""

    invitation: Invitation
    address: str


@require_GET
def member_list(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, article_with_members(request, slug))


@require_POST
def member_part(request: HttpRequest, slug: str) -> HttpResponse:
    article = article_to_manage(request, slug)
    form = PartForm(article, request.POST)

    def change() -> str:
        person, part = form.cleaned_data["person"], Part(form.cleaned_data["part"])
        appoint(article, person, part, signed_in(request))
        return f"{person.name} is now {_as(part)} of this article."

    return _answer(request, article, form, change)


@require_POST
def member_remove(request: HttpRequest, slug: str) -> HttpResponse:
    article = article_to_manage(request, slug)
    form = MemberForm(article, request.POST)

    def change() -> str:
        person: User = form.cleaned_data["person"]
        remove(article, person, signed_in(request))
        links = article.invitations.open().filter(email="").exists()
        still = " Invitation links are still open: whoever has one can join." if links else ""
        return f"{person.name} takes no part in this article any more.{still}"

    return _answer(request, article, form, change)


@require_POST
def member_leave(request: HttpRequest, slug: str) -> HttpResponse:
    article = article_with_members(request, slug)
    try:
        leave(article, signed_in(request))
    except ChangeRefused as refusal:
        return _page(request, article, str(refusal), status=422)
    messages.success(request, f"You have left “{article}”.")
    return redirect("article_list")


@require_POST
def article_hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    article = article_to_manage(request, slug)
    form = HandOverForm(article, request.POST)

    def change() -> str:
        person: User = form.cleaned_data["person"]
        hand_over(article, person, signed_in(request), form.cleaned_data["stay"])
        return f"{person.name} is now an owner of this article."

    return _answer(request, article, form, change)


@require_POST
def invitation_new(request: HttpRequest, slug: str) -> HttpResponse:
    article = article_to_manage(request, slug)
    form = InvitationForm(request.POST)

    def change() -> str:
        wanted = form.cleaned_data
        part, email = Part(wanted["part"]), wanted["email"]
        invitation = invite(article, part, wanted["days"], signed_in(request), email)
        if not email:
            return "The link is ready: copy it from the list below and pass it on."
        if mail(invitation, _address(request, invitation, mailed=True)):
            return f"The invitation to {email} is on its way."
        return f"The invitation for {email} is ready, but no mail could be sent: copy its link from the list below and pass it on."

    return _answer(request, article, form, change)


@require_POST
def invitation_revoke(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    article = article_to_manage(request, slug)
    try:
        revoke(article, number, signed_in(request))
        messages.success(request, "The invitation is revoked: its link leads nowhere now.")
    except ChangeRefused as refusal:
        messages.info(request, str(refusal))
    return redirect("member_list", article.slug)


def _answer(
    request: HttpRequest, article: Article, form: Any, change: Callable[[], str]
) -> HttpResponse:
    """Back to the list with a word of what was done; or the list with what is wrong."""
    if form.is_valid():
        try:
            messages.success(request, change())
            return _onwards(request, article)
        except ChangeRefused as refusal:
            return _page(request, article, str(refusal), form, status=422)
    first = next(iter(form.errors.values()))[0]
    return _page(request, article, str(first), form, status=422)


def _onwards(request: HttpRequest, article: Article) -> HttpResponse:
    """Who has just left an article cannot see its members any more."""
    is_member = Article.objects.shared_with(request.user).filter(pk=article.pk).exists()
    return redirect("member_list", article.slug) if is_member else redirect("article_list")


def _page(
    request: HttpRequest, article: Article, refusal: str = "", form: Any = None, status: int = 200
) -> HttpResponse:
    members = _members_of(article)
    is_owner = may_manage(request, article)
    inviting = form if isinstance(form, InvitationForm) else InvitationForm(initial=FIRST)
    handing = form if isinstance(form, HandOverForm) else HandOverForm(article)
    context = {
        "article": article,
        "members": members,
        "with_pages": with_pages([m.user for m in members], request.user),
        "own": next((m for m in members if m.user == request.user), None),
        "heirs": [m for m in members if m.user != request.user],
        "owner": is_owner,
        "parts": Part.choices,
        "meanings": [(part.label, words) for part, words in MEANINGS.items()],
        "inviting": inviting,
        "handing": handing,
        "ways": WAYS,
        "invited_parts": [(part, part.label) for part in PARTS],
        "days": DAYS,
        "invitations": _open_invitations(request, article) if is_owner else [],
        "refusal": refusal,
    }
    return render(request, "articles/members.html", context, status=status)


def _members_of(article: Article) -> list[Membership]:
    """The higher part first, then by name."""
    members = article.memberships.select_related("user")
    return sorted(members, key=lambda m: (-rank_of(m.part), m.user.name.casefold(), m.pk))


def _open_invitations(request: HttpRequest, article: Article) -> list[Open]:
    invitations = article.invitations.open().select_related("invited_by")
    return [Open(invitation, _address(request, invitation)) for invitation in invitations]


def _address(request: HttpRequest, invitation: Invitation, mailed: bool = False) -> str:
    path = reverse("invitation", args=[token_of(invitation, mailed)])
    return request.build_absolute_uri(path)


def _as(part: Part) -> str:
    return f"an {part}" if part[0] in "aeiou" else f"a {part}"
