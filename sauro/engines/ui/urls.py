from django.urls import path

from sauro.engines.ui import views

app_name = "ui"

urlpatterns = [
    path("thu-vien-giao-dien", views.gallery, name="gallery"),
    path("giao-dien", views.appearance, name="appearance"),
]
