from django.urls import path

from reader.review import notification_views as views

urlpatterns = [
    path("notifications/", views.notifications, name="notification_list"),
    path("notifications/seen/", views.notifications_seen, name="notifications_seen"),
    path("notifications/<int:number>/", views.notification, name="notification_page"),
    path(
        "notifications/unsubscribe/<str:token>/",
        views.unsubscribe,
        name="notification_unsubscribe",
    ),
]
