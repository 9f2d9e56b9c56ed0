from django.urls import URLPattern, path

from reader.review import round_views

ROUNDS = "a/<slug:slug>/rounds/"
ROUND = f"{ROUNDS}<int:number>/"

urlpatterns: list[URLPattern] = [
    path(ROUNDS, round_views.round_list, name="round_list"),
    path(ROUND, round_views.round_detail, name="round_detail"),
    path(f"{ROUND}close/", round_views.round_close, name="round_close"),
    path(f"{ROUND}people/", round_views.round_add, name="round_add"),
    path(f"{ROUND}drop/", round_views.round_drop, name="round_drop"),
    path(f"{ROUND}leave/", round_views.round_leave, name="round_leave"),
    path(f"{ROUND}done/", round_views.round_done, name="round_done"),
    path(f"{ROUND}shown/", round_views.round_shown, name="round_shown"),
]
