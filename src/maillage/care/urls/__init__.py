"""Every page of care, subject by subject."""

from maillage.care.urls.alerts import ALERTING
from maillage.care.urls.doctors import DOCTORS
from maillage.care.urls.helping import HELPING
from maillage.care.urls.home import HOME
from maillage.care.urls.pathways import PATHWAYS
from maillage.care.urls.protocols import PROTOCOLS
from maillage.care.urls.record import RECORD
from maillage.care.urls.requests import REQUESTS
from maillage.care.urls.rosters import ROSTERS
from maillage.care.urls.teams import TEAMS

app_name = "care"
urlpatterns = [
    *HOME, *DOCTORS, *REQUESTS, *ROSTERS, *HELPING, *PATHWAYS, *TEAMS, *PROTOCOLS, *ALERTING, *RECORD,
]  # fmt: skip
