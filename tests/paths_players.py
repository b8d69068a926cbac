"""What the cast has of help, pathways and teams: one of each, in the state of every day."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.utils import timezone

from maillage.accounts.models import User
from maillage.care.services import concerting, education, escap, helping, pathways, sheets
from maillage.care.types import Grid
from maillage.people.models import Person
from maillage.structures.models import Structure

WRITTEN_ON = date(2026, 2, 2)


def play_paths(founded: Structure, max_: Person, *, by: User) -> None:
    """The DAC of the territory, a pathway of two steps and its next draft, a sheet that is read, a programme and its
    session, a concertation to come, a team of one patient, proposed. Max answers for them."""
    today = timezone.localdate()
    partner = founded.partners.order_by("pk")[0]
    offer = helping.GivenOffer(
        partner, "dac", today, ["complexe", "memoire"], phone="0563000000", hours="Le matin",
        returns="Un appel", slots="lundi 9 h - 12 h, Maison du Tescou",
    )  # fmt: skip
    helping.add_offer(founded, offer, key=uuid4(), by=by)
    helping.open_door(founded, by=by)
    steps = [
        pathways.GivenStep("Annoncer la sortie", "Hôpital", "48 heures avant", "Fiche de liaison"),
        pathways.GivenStep("Passer le soir", "Infirmier"),
    ]
    pathway = pathways.add_pathway(
        founded, pathways.GivenPathway("Sorties d’hôpital", owner=max_, partners=[partner]), steps,
        key=uuid4(), by=by,
    )  # fmt: skip
    pathways.publish(pathway, "", by=by, on=today)
    pathways.open_draft(pathway)
    sheet = sheets.add_sheet(
        founded, sheets.GivenSheet("Chute", "Est tombé", "Chercher une plaie", owner=max_), key=uuid4(),
        by=by, on=WRITTEN_ON,
    )  # fmt: skip
    sheets.publish_sheet(sheet, is_on=True, by=by, on=WRITTEN_ON)
    programme = education.add_programme(
        founded, education.GivenProgramme("Diabète", "declare", standing_on=WRITTEN_ON, owner=max_, team=[max_]),
        key=uuid4(), by=by,
    )  # fmt: skip
    education.plan_session(
        programme, education.GivenSession(today + timedelta(days=9), time(14), "Le pied"), key=uuid4()
    )
    called_at = timezone.now()
    call = concerting.call(
        founded, concerting.GivenCall(_noon(called_at), "Plaies chroniques"), key=uuid4(), by=by,
        at=called_at, site="",
    )  # fmt: skip
    concerting.seat(call, [max_])
    concerting.ask_question(call, "Qui mesure la plaie ?", key=uuid4(), person=max_)
    team = escap.propose(
        founded, escap.GivenEscap("82121", today, grid=Grid("stroke", score=15)), key=uuid4(), by=by, on=today
    )
    escap.join_team(team, max_, is_attending=True)


def _noon(at: datetime) -> datetime:
    """In twelve days, at eleven by Greenwich."""
    return (at + timedelta(days=12)).replace(hour=11, minute=0, second=0, microsecond=0)
