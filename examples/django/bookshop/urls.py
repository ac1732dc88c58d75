"""The shop's pages and the admin."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path
from shop import views

urlpatterns = [
    path("", views.orders, name="orders"),
    path("order", views.place_order, name="place_order"),
    path("report", views.start_report, name="start_report"),
    path("thumbnails", views.start_thumbnails, name="start_thumbnails"),
    path("admin/", admin.site.urls),
]
