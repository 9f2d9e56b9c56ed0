"""People, as the site's owner looks after them."""

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
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reader.accounts.models import User
from reader.accounts.profiles import is_taken, vouch_for
from reader.admin_site import Looked, link, owner_at_work
from reader.articles.membering import without_owner
from reader.articles.models import Membership, Part

NAMED = 20  # articles in one message


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
        if "is_active" in form.changed_data and not obj.is_active:
            _name_orphans(request, [obj.pk])

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
        memberships = person.memberships.filter(article__round=None).select_related("article")
        rows = [(m.article, m.get_part_display().lower()) for m in memberships[:50]]
        return format_html_join("", "<div>{} ({})</div>", rows) or "nothing so far"

    @admin.action(description="Close the accounts")
    def close(self, request: HttpRequest, people: QuerySet[User]) -> None:
        # By number: the list may show open accounts only, and then these would be gone from it.
        closed = list(people.exclude(pk=owner_at_work(request).pk).values_list("pk", flat=True))
        User.objects.filter(pk__in=closed).update(is_active=False)
        messages.success(request, f"{len(closed)} closed. What was written with them stays.")
        _name_orphans(request, closed)

    @admin.action(description="Open the accounts again")
    def open_again(self, request: HttpRequest, people: QuerySet[User]) -> None:
        messages.success(request, f"{people.update(is_active=True)} open again.")

    @admin.action(description="Turn off the second factor (for who has lost it)")
    def turn_off_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        Authenticator.objects.filter(user__in=people).delete()
        messages.success(request, "The password alone opens them now.")


def _name_orphans(request: HttpRequest, closed: list[int]) -> None:
    """Whoever closes accounts hears which articles nobody can manage from now on."""
    owned = Membership.objects.filter(user__in=closed, part=Part.OWNER).values("article")
    orphans = without_owner().filter(pk__in=owned)
    if count := orphans.count():
        pages = [
            (link(reverse("admin:reader_article_change", args=[article.pk]), article),)
            for article in orphans[:NAMED]
        ]
        more = f", and {count - NAMED} more" if count > NAMED else ""
        named = format_html_join(", ", "{}", pages)
        words = "These have no owner left; on their pages a member can be made owner: {}{}."
        messages.warning(request, format_html(words, named, more))
