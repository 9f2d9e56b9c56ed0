from django.urls import URLPattern, path

from reader.review import adjudication_views as views

ROUND = "a/<slug:slug>/rounds/<int:number>/"

urlpatterns: list[URLPattern] = [
    path("a/<slug:slug>/readings/", views.article_readings, name="article_readings"),
    path(f"{ROUND}compare/", views.round_compare, name="round_compare"),
    path(f"{ROUND}compare/<slug:name>.csv", views.round_table, name="round_table"),
    path(f"{ROUND}adopt/", views.round_adopt, name="round_adopt"),
    path(f"{ROUND}adopt/agreed/", views.round_adopt_agreed, name="round_adopt_agreed"),
    path(f"{ROUND}adopt/undo/", views.round_undo, name="round_undo"),
    path(f"{ROUND}merge/<slug:row>/", views.round_merge, name="round_merge"),
    path(f"{ROUND}connect/", views.round_connect, name="round_connect"),
    path(f"{ROUND}connect/ready/", views.round_connect_ready, name="round_connect_ready"),
]
