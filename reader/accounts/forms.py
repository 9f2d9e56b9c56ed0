"""The forms of accounts: django-allauth's, in our words, and those of the profile."""

import re
import unicodedata
from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from reader.accounts.models import Digest, User
from reader.accounts.preferences import CHOICES, SIZES
from reader.accounts.signing_up import forget_invitation, invited_address

GOOD_PASSWORD = "At least 8 characters; not only digits, nor one that everybody uses."
ADDRESS = {"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
PERIOD = 30  # seconds for which an app shows one code
CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}

UNSEEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
JOINERS = "\u200c\u200d"  # they shape letters in Persian, Hindi and others


class InOurWords(forms.Form):
    """Labels and hints by field; no placeholders, which vanish when one needs them."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}
    attributes: dict[str, dict[str, Any]] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            field.widget.attrs |= self.attributes.get(name, {})


class SignInForm(InOurWords, account.LoginForm):
    labels = {"login": "Name or e-mail address", "password": "Password"}
    attributes = {"login": NAME | {"maxlength": 254}}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["login"].widget.attrs["autofocus"] = True

    def add_prefix(self, field_name: str) -> str:
        """Browsers and password keepers know it as the username."""
        return "username" if field_name == "login" else field_name

    def clean_login(self) -> str:
        login: str = super().clean_login()
        if len(login) > 254:
            raise ValidationError("That is longer than any name or address can be.")
        return login


class SignUpForm(InOurWords, account.SignupForm):
    labels = {"username": "Name", "email": "E-mail address", "password1": "Password"}
    hints = {
        "username": "Others see it: letters, digits and . + - _",
        "email": "Only for you; nobody else sees it.",
        "password1": GOOD_PASSWORD,
    }
    attributes = {"username": NAME, "email": ADDRESS}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].initial = invited_address(context.request)

    def save(self, request: HttpRequest) -> User:
        user: User = super().save(request)
        forget_invitation(request)
        return user


class AddressForm(InOurWords, account.AddEmailForm):
    labels = {"email": "Another address"}
    attributes = {"email": ADDRESS}


class PasswordTwice(InOurWords):
    labels = {
        "oldpassword": "Present password",
        "password1": "New password",
        "password2": "New password again",
    }
    hints = {"password1": GOOD_PASSWORD}


class NewPasswordForm(PasswordTwice, account.ChangePasswordForm):
    pass


class FirstPasswordForm(PasswordTwice, account.SetPasswordForm):
    pass


class ResetPasswordForm(PasswordTwice, account.ResetPasswordKeyForm):
    pass


class ForgottenPasswordForm(InOurWords, account.ResetPasswordForm):
    labels = {"email": "E-mail address"}
    attributes = {"email": ADDRESS | {"autofocus": True}}


class PasswordAgainForm(InOurWords, account.ReauthenticateForm):
    labels = {"password": "Password"}
    attributes = {"password": {"autofocus": True}}


class Code(InOurWords):
    """A code opens once, also within the minute and a half for which it would be right."""

    labels = {"code": "Code"}
    attributes = {"code": CODE}

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form it is mixed into
        digits = re.sub(r"\W", "", code)
        key = f"second-factor:{self.user.pk}:{digits}"  # type: ignore[attr-defined]
        seconds = PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
        if not cache.add(key, True, seconds):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(Code, mfa.AuthenticateForm):
    pass


class CodeAgainForm(Code, mfa.ReauthenticateForm):
    pass


class FirstCodeForm(Code, totp.ActivateTOTPForm):
    pass


class Showable(forms.CharField):
    """One line that others see: nothing in it is unseen or turns the direction of what follows."""

    def to_python(self, value: Any) -> str:
        words = " ".join(unicodedata.normalize("NFC", str(value or "")).split())
        if any(unicodedata.category(sign) in UNSEEN for sign in words if sign not in JOINERS):
            raise ValidationError("This contains a sign that cannot be seen. Type it again.")
        return words


class ProfileForm(forms.Form):
    display_name = Showable(
        label="Shown name",
        max_length=80,
        required=False,
        help_text="As others read it beside what you do. Empty: your sign-in name.",
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    own_initials = Showable(
        label="Initials",
        max_length=3,
        required=False,
        help_text="One to three letters for small places. Empty: those of the name.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "auto"}),
    )

    def clean_own_initials(self) -> str:
        initials: str = self.cleaned_data["own_initials"]
        if not all(unicodedata.category(sign)[0] in "LM" for sign in initials):
            raise ValidationError("Initials are letters: one, two or three of them.")
        return initials.upper()


class DigestForm(forms.Form):
    digest = forms.ChoiceField(
        label="Notifications by e-mail",
        choices=Digest.choices,
        help_text="Where you are named, answers to you, proposals and rounds, if you have not read them here.",
    )


class PreferencesForm(forms.Form):
    """How this person reads. What is missing or empty is as the site has it."""

    theme = forms.ChoiceField(choices=CHOICES["theme"], required=False)
    face = forms.ChoiceField(choices=CHOICES["face"], required=False, label="Typeface")
    size = forms.TypedChoiceField(
        choices=SIZES, coerce=int, required=False, empty_value=None, label="Type size"
    )
    width = forms.ChoiceField(choices=CHOICES["width"], required=False, label="Line length")
    highlights = forms.ChoiceField(choices=CHOICES["highlights"], required=False)
    keys = forms.ChoiceField(choices=CHOICES["keys"], required=False, label="Single-key shortcuts")
