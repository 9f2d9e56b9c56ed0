"""Every address of django-allauth that is in use, under its names for them."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from reader.accounts import views

PASSWORD = "accounts/password/"
RESET = r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]{1,13})-(?P<key>[0-9A-Za-z-]{1,80})/$"
CONFIRM = r"^accounts/confirm-email/(?P<key>[-:\w]{1,200})/$"

urlpatterns = [
    path("accounts/", views.profile, name="profile"),
    path("accounts/preferences/", views.preferences, name="preferences"),
    path("accounts/digest/", views.digest, name="digest"),
    path("accounts/login/", account.login, name="login"),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/logout/", views.sign_out, name="logout"),
    path("accounts/logout/", views.sign_out, name="account_logout"),
    path("accounts/signup/", views.sign_up, name="account_signup"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("accounts/email/", account.email, name="account_email"),
    path(
        "accounts/confirm-email/",
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    re_path(CONFIRM, account.confirm_email, name="account_confirm_email"),
    path(f"{PASSWORD}change/", account.password_change, name="account_change_password"),
    path(f"{PASSWORD}set/", account.password_set, name="account_set_password"),
    path(f"{PASSWORD}reset/", account.password_reset, name="account_reset_password"),
    path(
        f"{PASSWORD}reset/done/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        f"{PASSWORD}reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(RESET, account.password_reset_from_key, name="account_reset_password_from_key"),
    path("accounts/2fa/", second_factor.index, name="mfa_index"),
    path("accounts/2fa/authenticate/", second_factor.authenticate, name="mfa_authenticate"),
    path("accounts/2fa/reauthenticate/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("accounts/2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "accounts/2fa/recovery-codes/",
        recovery_codes.view_recovery_codes,
        name="mfa_view_recovery_codes",
    ),
    path(
        "accounts/2fa/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "accounts/2fa/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
