"""What the site's owner does: people, reports, articles, and who may sign up."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reader.accounts.models import SitePolicy, User
from reader.admin_people import PersonAdmin
from reader.admin_site import Looked, link, owner_at_work, site
from reader.articles.history import ChangeRefused
from reader.articles.membering import heirs_of, install
from reader.articles.models import Article, Membership, Part
from reader.articles.report_models import Report
from reader.articles.reporting import hide, lift, settle

site.register(User, PersonAdmin)


class ArticleForm(forms.ModelForm):
    new_owner = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label="Make an owner of",
        help_text="The accounts of all owners are closed; one of the members can take over.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["new_owner"].queryset = heirs_of(self.instance)  # type: ignore[attr-defined]


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
    form = ArticleForm
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

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("new_owner", *self.fields) if obj and heirs_of(obj) else self.fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return tuple(name for name in self.fields if name != "hidden_because")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Sheets of rounds are left out: they are their editors’ own."""
        articles: QuerySet[Article] = super().get_queryset(request).filter(round=None)
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
        if heir := form.cleaned_data["new_owner"]:
            try:
                install(obj, heir, owner_at_work(request))
            except ChangeRefused as refusal:
                messages.error(request, str(refusal))

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
        return format_html("{}", address) if is_closed else link(address, address)

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
        return format_html("{} · {}", link(page, report.article), link(ours, "Hide it, or lift"))

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


def _hide_or_lift(article: Article, because: str, by: User) -> None:
    if because:
        hide(article, because, by)
    else:
        lift(article, by)
