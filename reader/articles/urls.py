from django.urls import path

from reader.articles import (
    invitation_views,
    member_views,
    people_views,
    report_views,
    settings_views,
    views,
)

ARTICLE = "a/<slug:slug>/"
MEMBERS = f"{ARTICLE}members/"
INVITATIONS = f"{ARTICLE}invitations/"

urlpatterns = [
    path("", views.article_list, name="article_list"),
    path("deleted/", settings_views.deleted_list, name="deleted_list"),
    path("new/", views.article_new, name="article_new"),
    path("new/review/", views.article_review, name="article_review"),
    path("new/text/", views.article_text, name="article_text"),
    path(f"{ARTICLE}settings/", settings_views.article_settings, name="article_settings"),
    path(f"{ARTICLE}delete/", settings_views.article_delete, name="article_delete"),
    path(f"{ARTICLE}restore/", settings_views.article_restore, name="article_restore"),
    path(f"{ARTICLE}report/", report_views.article_report, name="article_report"),
    path(f"{ARTICLE}report/sent/", report_views.report_sent, name="report_sent"),
    path(MEMBERS, member_views.member_list, name="member_list"),
    path(f"{MEMBERS}part/", member_views.member_part, name="member_part"),
    path(f"{MEMBERS}remove/", member_views.member_remove, name="member_remove"),
    path(f"{MEMBERS}leave/", member_views.member_leave, name="member_leave"),
    path(f"{MEMBERS}hand-over/", member_views.article_hand_over, name="article_hand_over"),
    path(INVITATIONS, member_views.invitation_new, name="invitation_new"),
    path(
        f"{INVITATIONS}<int:number>/revoke/",
        member_views.invitation_revoke,
        name="invitation_revoke",
    ),
    path("people/<str:username>/", people_views.person, name="person_page"),
    path("invitations/<str:token>/", invitation_views.invitation_page, name="invitation"),
]
