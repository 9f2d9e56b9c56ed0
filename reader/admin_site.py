"""The site under /admin/, for one person; reader/admin.py says what stands on it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reader.accounts.models import User
from reader.accounts.signing_up import sign_up_policy
from reader.articles.models import Article
from reader.articles.report_models import Report

View = Callable[..., HttpResponseBase]


class OwnersSite(admin.AdminSite):
    """For the site's owner alone. For everyone else who has signed in there is nothing here."""

    site_title = site_header = "Crux"
    index_title = "Looking after the site"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_superuser", False))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        inner: View = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **options: Any) -> HttpResponseBase:
            if not self.has_permission(request):
                return self.login(request)
            _refuse_nul(request)
            return inner(request, *args, **options)

        return guarded

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """By the one door there is: it counts wrong passwords and asks for the second factor."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if self.has_permission(request):
            return redirect("admin:index")
        raise Http404

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        now = {
            "open_reports": Report.objects.filter(settled_at=None).count(),
            "hidden_articles": Article.objects.exclude(hidden_at=None).count(),
            "articles": Article.objects.filter(round=None).count(),
            "people": User.objects.filter(is_active=True).count(),
            "policy": sign_up_policy().label,
        }
        return super().index(request, now | (extra_context or {}))


def _refuse_nul(request: HttpRequest) -> None:
    """The filters of a list hand what the address says to the database; PostgreSQL breaks at it."""
    if "\0" in unquote(request.META.get("QUERY_STRING", "")):
        raise BadRequest("There is a NUL character in the address.")


site = OwnersSite()


class Looked(admin.ModelAdmin):
    """Nothing is deleted here: what people wrote stays theirs, and the log names them."""

    many = one = ""
    view_on_site = False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": self.many} | (extra_context or {}))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> Any:
        context = {"title": self.one} | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)


def owner_at_work(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "the admin lets nobody else in"
    return request.user


def link(address: str, words: str | Model) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, words)
