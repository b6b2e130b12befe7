"""The address of what changed."""

from django.urls import path

from sauro.shell.changes import views

urlpatterns = [path("thay-doi/", views.changes, name="changes")]
