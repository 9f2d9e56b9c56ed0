from django.conf import settings
from django.contrib.auth.views import LoginView
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from reader.accounts.forms import SignInForm

sign_in_page = LoginView.as_view(
    template_name="accounts/sign_in.html",
    authentication_form=SignInForm,
    redirect_authenticated_user=True,
)


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Whoever has signed in already goes on; where that leads back here, Django would give up."""
    wanted = request.POST.get("next", request.GET.get("next"))
    if request.user.is_authenticated and wanted == request.path:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return sign_in_page(request)
