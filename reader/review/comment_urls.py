from django.urls import path

from reader.review import comment_views as views

COMMENTS = "a/<slug:slug>/comments/"
ONE = f"{COMMENTS}<int:number>/"

urlpatterns = [
    path(COMMENTS, views.comment_list, name="comment_list"),
    path(ONE, views.comment_thread, name="comment_thread"),
    path(f"{ONE}reply/", views.comment_reply, name="comment_reply"),
    path(f"{ONE}withdraw/", views.comment_withdraw, name="comment_withdraw"),
    path(f"{ONE}restore/", views.comment_restore, name="comment_restore"),
    path(f"{ONE}resolve/", views.comment_resolve, name="comment_resolve"),
    path(f"{ONE}reopen/", views.comment_reopen, name="comment_reopen"),
]
