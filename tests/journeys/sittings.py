"""The meetings of the demonstration, and what people do with them; addresses are made here."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page

from journeys.events import send_empty
from journeys.joining import camille, structure
from journeys.steps import unfold
from maillage.governance.models import Instance, Invitation, Meeting, Vote
from maillage.governance.queries.seats import seated
from maillage.governance.services import meetings as services
from maillage.governance.services import presences, votes

MEETINGS = "/s/cpts-du-grand-montauban-demonstration/reunions/"
INSTANCES = f"{MEETINGS}instances/"
#: Of the demonstration: one that was held, one to come.
HELD, TO_COME = "Bureau de rentrée", "Bureau du mois"


def at(title: str, rest: str = "") -> str:
    return f"{MEETINGS}{Meeting.objects.get(title=title).pk}/{rest}"


def bureau() -> Instance:
    return Instance.objects.get(name="Bureau", structure=structure())


def tonight() -> Meeting:
    """A meeting that began a moment ago: nobody is ticked yet."""
    now = timezone.now()
    given = services.GivenMeeting("Ce soir", now - timedelta(minutes=5), now + timedelta(hours=2))
    points = [services.GivenItem("Budget", 20, "Le budget est approuvé."), services.GivenItem("Divers")]
    return services.plan(bureau(), given, points, by=camille())


def under_way(title: str, *, absent: bool = False, **said: Any) -> Vote:
    """A vote that is open, in a meeting where all who sit are there; `absent`: but the last, who gave the first a pouvoir."""
    meeting = tonight()
    sitting = list(seated(meeting.instance, on=meeting.day))
    for person in sitting[: len(sitting) - absent]:
        presences.arrive(meeting, person, by=camille(), at=timezone.now())
    if absent:
        presences.give_pouvoir(meeting, sitting[-1], sitting[0], by=camille(), at=meeting.starts_at)
    made = votes.prepare(meeting, votes.GivenVote(title, **said), key=uuid4(), by=camille())
    return votes.open_vote(made, by=camille(), at=timezone.now(), site="http://localhost/", writes=False)


def expected(vote: Vote) -> list[Invitation]:
    """Those who are there, in the order of the list."""
    there = vote.meeting.presences.values("person")
    return list(
        vote.meeting.invitations.filter(person__in=there).select_related("link").order_by("person__called")
    )


def vote_page(vote: Vote, rest: str = "") -> str:
    return f"{MEETINGS}votes/{vote.pk}/{rest}"


THREE = [
    {"name": name, "person": None, "who": ""} for name in ("Une candidate", "Un candidat", "Autre candidate")
]


def new_vote(page: Page) -> None:
    page.goto(at(TO_COME, "votes/preparer/"))


def no_vote(page: Page) -> None:
    new_vote(page)
    page.get_by_label("Ce qui est demandé").fill("Deux membres du bureau")
    page.get_by_label("Élire des personnes").check()
    page.get_by_role("button", name="Enregistrer").click()


def drafted_vote(page: Page) -> None:
    meeting = Meeting.objects.get(title=TO_COME)
    given = votes.GivenVote("Deux membres du bureau", "noms", is_secret=True, candidates=THREE, seats=2)
    made = votes.prepare(meeting, given, key=uuid4(), by=camille())
    page.goto(vote_page(made))


def changed_vote(page: Page) -> None:
    drafted_vote(page)
    page.get_by_role("link", name="Modifier").click()


def open_vote(page: Page) -> None:
    page.goto(vote_page(under_way("Le budget est approuvé.")))


def closed_vote(page: Page) -> None:
    vote = under_way("Deux membres du bureau", kind="noms", is_secret=True, candidates=THREE, seats=2)
    said = (["Une candidate", "Un candidat"], ["Une candidate"], ["blanc"])
    for voice, names in zip(vote.voices.select_related("person"), said, strict=False):
        votes.cast(vote, voice.person, {voice.pk: names}, at=timezone.now())
    votes.close(vote, by=camille(), at=timezone.now())
    page.goto(vote_page(vote))


def own_vote(page: Page) -> None:
    vote = under_way("Deux membres du bureau", kind="noms", is_secret=True, candidates=THREE, seats=2)
    page.goto(vote.meeting.invitations.earliest("pk").link.step("vote"))


def no_ballot(page: Page) -> None:
    own_vote(page)
    page.get_by_role("button", name="Voter").click()


def own_vote_cast(page: Page) -> None:
    own_vote(page)
    page.get_by_label("Un candidat").check()
    page.get_by_role("button", name="Voter").click()


def instance(page: Page) -> None:
    page.goto(f"{INSTANCES}{bureau().pk}/")


def instance_refused(page: Page) -> None:
    instance(page)
    send_empty(page, "Donner ce mandat")


def rules(page: Page) -> None:
    page.goto(f"{INSTANCES}{bureau().pk}/regles/")


def rules_refused(page: Page) -> None:
    rules(page)
    page.get_by_role("textbox", name="Quorum facultatif", exact=True).fill("la moitié")
    page.get_by_role("button", name="Enregistrer").click()


def prepare(page: Page) -> None:
    page.goto(f"{MEETINGS}preparer/{bureau().pk}/")


def not_prepared(page: Page) -> None:
    prepare(page)
    send_empty(page, "Enregistrer")


def to_come(page: Page) -> None:
    page.goto(at(TO_COME))


def changed(page: Page) -> None:
    page.goto(at(TO_COME, "modifier/"))


def held(page: Page) -> None:
    page.goto(at(HELD))
    unfold(page)


def running(page: Page) -> None:
    tonight()
    page.goto(at("Ce soir"))


def not_decided(page: Page) -> None:
    running(page)
    send_empty(page, "Écrire cette décision")


def called_off(page: Page) -> None:
    meeting = Meeting.objects.get(title=TO_COME)
    services.cancel(meeting, "Salle fermée", by=camille(), at=timezone.now())
    page.goto(at(TO_COME))


def attendance(page: Page) -> None:
    tonight()
    page.goto(at("Ce soir", "presences/"))
    page.get_by_role("button", name="Pointer Camille Fictif").click()


def attendance_too_early(page: Page) -> None:
    page.goto(at(TO_COME, "presences/"))


def convoked() -> Meeting:
    """The meeting to come, where each has a link to answer."""
    meeting = Meeting.objects.get(title=TO_COME)
    services.convoke(meeting, by=camille(), at=timezone.now(), site="http://localhost/")
    return meeting


def answers(page: Page) -> None:
    convoked()
    to_come(page)


def own_answer(page: Page) -> None:
    page.goto(convoked().invitations.earliest("pk").link.get_absolute_url())


def answer_refused(page: Page) -> None:
    own_answer(page)
    page.get_by_label("Je ne viens pas").check()
    page.get_by_label("Si vous ne venez pas").fill("Personne")
    page.get_by_role("button", name="Répondre").click()


def answered(page: Page) -> None:
    own_answer(page)
    page.get_by_label("Je viens", exact=True).check()
    page.get_by_role("button", name="Répondre").click()


def answer_too_late(page: Page) -> None:
    meeting = convoked()
    services.cancel(meeting, "Salle fermée", by=camille(), at=timezone.now())
    page.goto(meeting.invitations.earliest("pk").link.get_absolute_url())
