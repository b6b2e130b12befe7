"""Every address of the site: its pages and the API."""

from django.urls import include, path

from sauro.config.api import api

handler400 = "sauro.shell.views.bad_request"
handler403 = "sauro.shell.views.forbidden"
handler404 = "sauro.shell.views.not_found"
handler500 = "sauro.shell.views.server_error"

urlpatterns = [
    path("", include("sauro.config.page_urls")),
    path("api/v1/", api.urls),
]
