from django.urls import path

from reader.sharing import views

urlpatterns = [
    path("a/<slug:slug>/export/archive/", views.article_archive, name="article_archive"),
]
