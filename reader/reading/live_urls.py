from django.urls import path

from reader.reading import live_views

urlpatterns = [
    path("live/<slug:slug>/", live_views.live, name="live"),
    path("a/<slug:slug>/presence/", live_views.presence, name="presence"),
]
