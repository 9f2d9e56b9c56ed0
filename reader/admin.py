"""What the site's owner does: people, reports, articles, and who may sign up."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    AdminPasswordChangeForm,
    SetUnusablePasswordMixin,
    UserCreationForm,
)
from django.core.exceptions import ValidationError
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reader.accounts.models import SitePolicy, User
from reader.accounts.profiles import is_taken, vouch_for
from reader.admin_site import Looked, site
from reader.articles.models import Article, Membership, Part, Report
from reader.articles.reporting import hide, lift, settle


class AddressIsFree(forms.ModelForm):
    """An address belongs to one account."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if email and is_taken(email, by_other_than=self.instance.pk):
            raise ValidationError("Another account has this address.")
        return email


class NewPersonForm(AddressIsFree, UserCreationForm):
    pass


class GivenPasswordForm(AdminPasswordChangeForm):
    usable_password = SetUnusablePasswordMixin.create_usable_password_field(
        "Disabled, no password opens the account; a forgotten one can then be asked for by mail."
    )


@admin.register(User, site=site)
class PersonAdmin(Looked, UserAdmin):
    many, one = "People", "An account"
    form, add_form = AddressIsFree, NewPersonForm
    change_password_form = GivenPasswordForm
    list_display = ("username", "display_name", "email", "is_open", "second_factor", "last_login")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("username", "display_name", "first_name", "last_name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    actions = ("close", "open_again", "turn_off_second_factor")
    readonly_fields = ("new_password", "second_factor", "parts", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "display_name", "own_initials", "email")}),
        ("Signing in", {"fields": ("is_active", "new_password", "second_factor")}),
        ("This site", {"fields": ("is_superuser",)}),
        ("Seen", {"fields": ("parts", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "email", "password1", "password2")}),)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **options)
        words = {
            "is_active": ("Open", "Closed, nobody can sign in with it; what was written stays."),
            "is_superuser": ("Owner of the site", "May do all that you can do here."),
            "email": ("E-mail", "You vouch for it: it counts as confirmed."),
            "username": ("Sign-in name", "Letters, digits and . + - _"),
            "display_name": ("Shown name", "Empty: the sign-in name."),
            "own_initials": ("Initials", "Empty: those of the name."),
        }
        for name, (label, hint) in words.items():
            if name in form.base_fields:
                form.base_fields[name].label, form.base_fields[name].help_text = label, hint
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody locks themselves out."""
        own = ("is_active", "is_superuser") if obj and obj.pk == request.user.pk else ()
        return (*self.readonly_fields, *own)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people: QuerySet[User] = super().get_queryset(request)
        return people.prefetch_related("authenticator_set")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = obj.is_superuser
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            vouch_for(obj)

    @admin.display(description="open", boolean=True, ordering="is_active")
    def is_open(self, person: User) -> bool:
        return person.is_active

    @admin.display(description="second factor", boolean=True)
    def second_factor(self, person: User) -> bool:
        return any(a.type == Authenticator.Type.TOTP for a in person.authenticator_set.all())  # type: ignore[attr-defined]

    @admin.display(description="password")
    def new_password(self, person: User) -> SafeString:
        address = reverse("admin:auth_user_password_change", args=[person.pk])
        return format_html('<a href="{}">Give a new password</a>', address)

    @admin.display(description="takes part in")
    def parts(self, person: User) -> SafeString | str:
        memberships = person.memberships.select_related("article")[:50]
        rows = [(m.article, m.get_part_display().lower()) for m in memberships]
        return format_html_join("", "<div>{} ({})</div>", rows) or "nothing so far"

    @admin.action(description="Close the accounts")
    def close(self, request: HttpRequest, people: QuerySet[User]) -> None:
        count = people.exclude(pk=owner_at_work(request).pk).update(is_active=False)
        messages.success(request, f"{count} closed. What was written with them stays.")

    @admin.action(description="Open the accounts again")
    def open_again(self, request: HttpRequest, people: QuerySet[User]) -> None:
        messages.success(request, f"{people.update(is_active=True)} open again.")

    @admin.action(description="Turn off the second factor (for who has lost it)")
    def turn_off_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        Authenticator.objects.filter(user__in=people).delete()
        messages.success(request, "The password alone opens them now.")


class MembersInline(admin.TabularInline):
    model = Membership
    fields = readonly_fields = ("user", "part")
    can_delete = False
    extra = 0
    verbose_name_plural = "members"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        memberships: QuerySet[Membership] = super().get_queryset(request)
        return memberships.select_related("article", "user")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Article, site=site)
class ArticleAdmin(Looked):
    """Never the text: what is private is private for the site's owner too."""

    many, one = "Articles", "An article"
    list_display = ("title", "owners", "visibility", "members", "is_shown", "changed_at")
    list_filter = ("visibility", ("hidden_at", admin.EmptyFieldListFilter), "changed_at")
    search_fields = ("title", "byline", "slug", "memberships__user__username")
    search_help_text = "Title, author, address, or who takes part"
    fields = (
        *("hidden_because", "hidden_at", "title", "address", "byline", "language", "visibility"),
        *("deleted_at", "created_at", "changed_at"),
    )
    inlines = (MembersInline,)
    actions = ("lift",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return tuple(name for name in self.fields if name != "hidden_because")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        articles: QuerySet[Article] = super().get_queryset(request)
        return articles.prefetch_related("memberships__user")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> Any:
        form = super().get_form(request, obj, change=change, **options)
        field = form.base_fields["hidden_because"]
        field.label = "Hide it because"
        field.help_text = (
            "With a reason here, only those who work on the article can open it; they read the"
            " reason. Empty, it can be seen again."
        )
        return form

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if "hidden_because" in form.changed_data:
            _hide_or_lift(obj, obj.hidden_because.strip(), owner_at_work(request))

    @admin.display(description="owners")
    def owners(self, article: Article) -> str:
        owners = [m.user.name for m in article.memberships.all() if m.part == Part.OWNER]
        return ", ".join(owners)

    @admin.display(description="members")
    def members(self, article: Article) -> int:
        return len(article.memberships.all())

    @admin.display(description="shown", boolean=True, ordering="hidden_at")
    def is_shown(self, article: Article) -> bool:
        return article.hidden_at is None

    @admin.display(description="address")
    def address(self, article: Article) -> SafeString:
        """No link where it would lead to nothing: the private and the hidden are for members."""
        address = article.get_absolute_url()
        is_closed = article.is_private or article.hidden_at or article.deleted_at
        return format_html("{}", address) if is_closed else _link(address, address)

    @admin.action(description="Let the articles be seen again")
    def lift(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        for article in articles:
            lift(article, owner_at_work(request))
        messages.success(request, "They can be seen again, as their visibility says.")


class IsOpen(admin.SimpleListFilter):
    title, parameter_name = "whether settled", "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", "Open"), ("settled", "Settled")]

    def queryset(self, request: HttpRequest, reports: QuerySet[Report]) -> QuerySet[Report]:
        if self.value() not in ("open", "settled"):
            return reports
        return reports.filter(settled_at__isnull=self.value() == "open")


@admin.register(Report, site=site)
class ReportAdmin(Looked):
    many, one = "Reports", "A report"
    change_form_template = "admin/report.html"
    list_display = ("what", "article", "about", "excerpt", "reporter", "created_at", "is_settled")
    list_filter = (IsOpen, "offence", "created_at")
    search_fields = ("article__title", "words", "reporter__username")
    fields = readonly_fields = (
        *("what", "words", "article_page", "about", "is_hidden", "reporter"),
        *("created_at", "settled_at", "settled_by"),
    )
    actions = ("settle", "hide_article", "lift_article")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        reports: QuerySet[Report] = super().get_queryset(request)
        return reports.select_related("article", "reporter", "settled_by")

    def get_ordering(self, request: HttpRequest) -> Any:
        return (F("settled_at").asc(nulls_first=True), "-created_at", "-pk")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def response_change(self, request: HttpRequest, obj: Report) -> HttpResponse:
        """The page of a report has the actions of the list as its buttons."""
        for name in self.actions:
            if f"_{name}" in request.POST:
                getattr(self, name)(request, Report.objects.filter(pk=obj.pk))
        return redirect("admin:reader_report_changelist")

    @admin.display(description="what", ordering="offence")
    def what(self, report: Report) -> str:
        return report.get_offence_display()

    @admin.display(description="in their words")
    def excerpt(self, report: Report) -> str:
        return report.words if len(report.words) <= 80 else f"{report.words[:79]}…"

    @admin.display(description="article")
    def article_page(self, report: Report) -> SafeString:
        ours = reverse("admin:reader_article_change", args=[report.article_id])
        page = report.article.get_absolute_url() + (f"#c-{report.about}" if report.about else "")
        return format_html("{} · {}", _link(page, report.article), _link(ours, "Hide it, or lift"))

    @admin.display(description="settled", boolean=True, ordering="settled_at")
    def is_settled(self, report: Report) -> bool:
        return report.settled_at is not None

    @admin.display(description="article is hidden", boolean=True)
    def is_hidden(self, report: Report) -> bool:
        return report.article.hidden_at is not None

    @admin.action(description="Settle: nothing more to do")
    def settle(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        for report in reports:
            settle(report, owner_at_work(request))
        messages.success(request, "Settled.")

    @admin.action(description="Hide the article, and settle")
    def hide_article(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        for report in reports:
            hide(
                report.article, f"Reported: {report.get_offence_display()}", owner_at_work(request)
            )
        self.settle(request, reports)

    @admin.action(description="Let the article be seen again")
    def lift_article(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        for report in reports:
            lift(report.article, owner_at_work(request))
        messages.success(request, "It can be seen again.")


@admin.register(SitePolicy, site=site)
class SitePolicyAdmin(Looked):
    """There is one row, so the list leads on to it."""

    many, one = "Who may sign up", "Who may sign up"
    fields = ("sign_up",)
    radio_fields = {"sign_up": admin.VERTICAL}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        SitePolicy.objects.get_or_create(pk=1)
        return redirect("admin:reader_sitepolicy_change", 1)


def owner_at_work(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "the admin lets nobody else in"
    return request.user


def _hide_or_lift(article: Article, because: str, by: User) -> None:
    if because:
        hide(article, because, by)
    else:
        lift(article, by)


def _link(address: str, words: str | Model) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, words)
