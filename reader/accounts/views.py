from typing import Any

from allauth.account import views as account
from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reader.accounts.forms import DigestForm, PreferencesForm, ProfileForm
from reader.accounts.models import User
from reader.accounts.profiles import keep_preferences, set_digest, set_profile
from reader.accounts.signing_up import sign_up_policy
from reader.web.htmx import HtmxRequest, is_swap

PROFILE = ("display_name", "own_initials")


@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponseBase:
    try:
        response: HttpResponseBase = account.signup(request)
    except IntegrityError:  # somebody took the name at this very moment: now the form says so
        response = account.signup(request)
    # allauth's page for those who may not has no context of its own.
    if getattr(response, "template_name", "") == "account/signup_closed.html":
        context = {"policy": sign_up_policy()}
        return render(request, "account/signup_closed.html", context)
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """The browser lets go of pages it may still hold; what it keeps of reading is the reader's.

    Of unsaved texts kept there the page speaks before the form is sent (sign-out.js).
    """
    response: HttpResponseBase = account.logout(request)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: HtmxRequest) -> HttpResponse:
    user = _person(request)
    initial = {name: getattr(user, name) for name in PROFILE}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_profile(user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("profile")
    return _profile_page(request, user, form=form)


@login_required
@require_http_methods(["GET", "POST"])
def preferences(request: HtmxRequest) -> HttpResponse:
    """Kept for this person. The reading settings send them whenever one of them changes."""
    user = _person(request)
    if request.method == "GET":
        return redirect("profile")
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _profile_page(request, user, preferences=form)
    keep_preferences(user, form.cleaned_data)
    if is_swap(request):
        return HttpResponse(status=204)
    messages.success(request, "Saved.")
    return redirect("profile")


@login_required
@require_http_methods(["GET", "POST"])
def digest(request: HttpRequest) -> HttpResponse:
    """How often news come by mail."""
    user = _person(request)
    if request.method == "GET":
        return redirect("profile")
    form = DigestForm(request.POST)
    if not form.is_valid():
        return _profile_page(request, user, digest=form)
    set_digest(user, **form.cleaned_data)
    messages.success(request, "Saved.")
    return redirect("profile")


def _profile_page(request: HttpRequest, user: User, **forms: Form) -> HttpResponse:
    context: dict[str, Any] = {
        "form": ProfileForm(initial={name: getattr(user, name) for name in PROFILE}),
        "preferences": PreferencesForm(initial=user.reading or {}),
        "digest": DigestForm(initial={"digest": user.digest}),
        "has_proved_address": EmailAddress.objects.filter(user=user, verified=True).exists(),
        "is_confirmed": EmailAddress.objects.filter(user=user, email=user.email, verified=True),
        "is_owner_of_site": user.is_superuser,
        "has_second_factor": is_mfa_enabled(user),
    } | forms
    is_refused = any(form.errors for form in forms.values())
    return render(request, "accounts/profile.html", context, status=422 if is_refused else 200)


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "whoever comes here has signed in"
    return request.user
