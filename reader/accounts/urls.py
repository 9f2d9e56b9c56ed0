from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path

from reader.accounts.forms import SignInForm

urlpatterns = [
    path(
        "accounts/login/",
        LoginView.as_view(
            template_name="accounts/sign_in.html",
            authentication_form=SignInForm,
            redirect_authenticated_user=True,
        ),
        name="login",
    ),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
]
