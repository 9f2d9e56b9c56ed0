from django.urls import include, path

from reader.reading import comparison_views, part_views, views

urlpatterns = [
    path("", include("reader.reading.live_urls")),
    path("a/<slug:slug>/", views.article_page, name="article_page"),
    path("a/<slug:slug>/map/", views.map_page, name="map_page"),
    path("a/<slug:slug>/parts/", part_views.article_parts, name="article_parts"),
    path("a/<slug:slug>/outline/", views.outline_page, name="outline_page"),
    path("a/<slug:slug>/r/<int:number>/", views.revision_page, name="revision_page"),
    path("a/<slug:slug>/r/<int:number>/map/", views.revision_map, name="revision_map"),
    path("a/<slug:slug>/revisions/", comparison_views.revision_list, name="revision_list"),
    path(
        "a/<slug:slug>/compare/<int:old>/<int:new>/",
        comparison_views.revision_compare,
        name="revision_compare",
    ),
    path("a/<slug:slug>/n/<str:label>/", views.annotation_page, name="annotation_page"),
]
