from django.urls import path

from reader.sharing import snapshot_views, views

SNAPSHOTS = "a/<slug:slug>/snapshots/"
SNAPSHOT = f"{SNAPSHOTS}<int:number>/"

urlpatterns = [
    path("a/<slug:slug>/export/archive/", views.article_archive, name="article_archive"),
    path(SNAPSHOTS, snapshot_views.snapshot_list, name="snapshot_list"),
    path(SNAPSHOT, snapshot_views.snapshot_page, name="snapshot_page"),
    path(f"{SNAPSHOT}map/", snapshot_views.snapshot_map, name="snapshot_map"),
    path(
        f"{SNAPSHOT}cite.<str:format>", snapshot_views.snapshot_citation, name="snapshot_citation"
    ),
    path(
        f"{SNAPSHOTS}<int:a>/compare/<int:b>/",
        snapshot_views.snapshot_compare,
        name="snapshot_compare",
    ),
    path(f"{SNAPSHOT}compare/now/", snapshot_views.snapshot_since, name="snapshot_since"),
    path("cite/<slug:key>/", snapshot_views.snapshot_address, name="snapshot_address"),
]
