"""A maison de santé of three, its SISA, its vote; a centre de santé and who carries it."""

from datetime import date, timedelta
from uuid import uuid4

from django.utils import timezone

from maillage.accounts.models import User
from maillage.governance.models import Decision
from maillage.governance.services import decisions, instances, meetings
from maillage.legislation import form_subjects
from maillage.people import services as people
from maillage.people.enums import Belonging
from maillage.people.services import GivenPerson
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.services import GivenSite, add_legal_person

DAY = date(2024, 1, 1)
NAMES = {"Ada Fictif": "infirmier", "Max Fictif": "medecin_generaliste", "Zoé Inventée": "pharmacien"}


def a_house(by: User) -> LegalPerson:
    """Its company, whose three associés entered that day."""
    structure = people.found(
        name="MSP", form="msp", sites=[GivenSite("82121")], by=by, on=DAY,
        people=[GivenPerson(name, profession) for name, profession in NAMES.items()],
    )  # fmt: skip
    for card in structure.people.all():
        people.enter(card, Belonging.ASSOCIE, parts=10, by=by, on=DAY)
    return add_legal_person(structure, name="SISA", kind="sisa", since=DAY, by=by)


def a_centre(by: User) -> LegalPerson:
    structure = people.found(
        name="CDS", form="cds", sites=[GivenSite("82112")], by=by, on=DAY,
        people=[GivenPerson("Ada Fictif", "infirmier")],
    )  # fmt: skip
    return add_legal_person(structure, name="Commune", kind="collectivite", since=DAY, by=by)


def voted(structure: Structure, by: User) -> Decision:
    """At a meeting of its comité."""
    comite = instances.add_instance(structure, instances.GivenInstance("comite", "Comité"), by=by)
    begins = timezone.now() - timedelta(days=1)
    meeting = meetings.plan(
        comite, meetings.GivenMeeting("Parts", begins, begins + timedelta(hours=1)), [], by=by
    )
    return decisions.decide(meeting, decisions.GivenDecision("Par moitié"), key=uuid4(), by=by, at=begins)


def all_kept(**changes: object) -> dict[str, object]:
    """Every fact of the small maison de santé of the law room."""
    small = next(start.facts for start in form_subjects()["msp"].starts if start.key == "petite")
    told = {name: getattr(small, name) for name in small.__slots__}
    return {name: value for name, value in told.items() if value is not None and value != ()} | changes
