"""Every URL of the site, room by room."""

from django.urls import include, path

from maillage.portal import endpoints

urlpatterns = [
    path("", include("maillage.portal.urls")),
    path("", include("maillage.guide.urls")),
    path("", include("maillage.territories.urls")),
    path("", include("maillage.directory.urls")),
    path("", include("maillage.people.urls")),
    path("", include("maillage.governance.urls")),
    path("", include("maillage.funding.urls")),
    path("", include("maillage.project.urls")),
    path("", include("maillage.care.urls")),
    path("", include("maillage.outreach.urls")),
    path("", include("maillage.structures.urls")),
    path("", include("maillage.diagnosis.urls")),
    path("", include("maillage.surveys.urls")),
    path("s/<slug:slug>/diagnostic/habitudes/", include("maillage.habits.urls")),
    path("", include("maillage.dossier.urls")),
    path("l/", include("maillage.links.urls")),
    path("compte/", include("maillage.accounts.urls")),
    path("demonstration/messages/", include("maillage.mail.urls")),
    path("ui/", include("maillage.ui.urls")),
    path("api/", endpoints.urls),
]

handler400 = "maillage.ui.views.bad_request"
handler403 = "maillage.ui.views.permission_denied"
handler404 = "maillage.config.failures.not_found"
handler500 = "maillage.config.failures.server_error"
