from django.urls import path

from reader.articles import views

urlpatterns = [
    path("", views.article_list, name="article_list"),
    path("new/", views.article_new, name="article_new"),
    path("new/review/", views.article_review, name="article_review"),
    path("new/text/", views.article_text, name="article_text"),
    path("a/<slug:slug>/settings/", views.article_settings, name="article_settings"),
]
