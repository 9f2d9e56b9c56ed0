from django.contrib.auth.views import LogoutView
from django.urls import path

from reader.accounts import views

urlpatterns = [
    path("accounts/login/", views.sign_in, name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
]
