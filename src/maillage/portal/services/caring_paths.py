"""Who can help, pathways and teams of a structure of the demonstration."""

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from maillage.accounts.models import User
from maillage.care.enums import Coming, EscapSituation, HelpEvent, HelpFault
from maillage.care.models import RcpCall
from maillage.care.services import concerting, education, escap, helping, pathways, sheets
from maillage.care.types import Grid
from maillage.geography import atlas
from maillage.kernel import add_months, folded, instant
from maillage.outreach.models import Partner
from maillage.portal.services.sittings import named
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import zone_of


def play_paths(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    if not script:
        return
    for offer in script.get("helping", ()):
        _offer(offer, structure, by=by, today=today)
    if script.get("helping"):
        helping.open_door(structure, by=by)
    for asked in script.get("asked", ()):
        on = today - timedelta(days=asked["ago"])
        for event in (HelpEvent.ASKED, *map(HelpEvent, asked.get("then", ()))):
            for _ in range(asked.get("times", 1)):
                helping.count(structure, asked["situation"], event, on=on)
    for told in script.get("pathways", ()):
        _pathway(told, structure, by=by, today=today)
    for told in script.get("sheets", ()):
        _sheet(told, structure, by=by, today=today)
    for told in script.get("etp", ()):
        _programme(told, structure, by=by, today=today)
    for told in script.get("rcp", ()):
        _call(told, structure, by=by, today=today)
    for told in script.get("escap", ()):
        _escap(told, structure, by=by, today=today)


def _codes(structure: Structure, names: list[str]) -> list[str]:
    """The communes of the territory of these names."""
    wanted = set(map(folded, names))
    return [code for code in structure.territory.codes if folded(atlas().commune(code).name) in wanted]


def _offer(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    given = helping.GivenOffer(
        partner=Partner.objects.get(structure=structure, name=script["partner"]),
        kind=script["kind"],
        checked_on=today - timedelta(days=script["checked"]),
        situations=script["situations"],
        communes=_codes(structure, script.get("communes", [])),
        ages=script.get("ages", ()),
        slots="\n".join(script.get("slots", ())),
        **{
            name: script[name]
            for name in ("title", "does", "phone", "hours", "form_url", "returns")
            if name in script
        },
    )
    made = helping.add_offer(structure, given, key=uuid4(), by=by)
    if "wrong" in script:
        day = today - timedelta(days=script["wrong"])
        at = instant(day, time(9), zone=zone_of(structure))
        helping.report(made, HelpFault.NUMBER, at=at)


def _pathway(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    given = pathways.GivenPathway(
        script["title"],
        script.get("public", ""),
        script.get("goal", ""),
        named(structure, script["owner"]),
        today + timedelta(days=script["review"]),
        partners=[Partner.objects.get(structure=structure, name=name) for name in script.get("partners", ())],
    )
    steps = [pathways.GivenStep(**step) for step in script["steps"]]
    made = pathways.add_pathway(structure, given, steps, key=uuid4(), by=by)
    if "published" not in script:
        return
    version = pathways.publish(made, "", by=by, on=today - timedelta(days=script["published"]))
    keys = [each.key for each in version.steps.all()]
    first = add_months(today.replace(day=1), -len(script["months"]))
    for back, (entered, left, *times) in enumerate(script["months"]):
        counted = {key: many for key, many in zip(keys, times, strict=False) if many}
        month = pathways.GivenMonth(add_months(first, back), entered, left, counted)
        pathways.note_month(made, month, on=today, by=by)
    if script.get("shared"):
        pathways.share(made, is_shared=True, by=by)


def _sheet(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    signs, acts, calls, never = (
        "\n".join(script.get(name, ())) for name in ("signs", "acts", "calls", "never")
    )
    review_on = today + timedelta(days=script["review"])
    given = sheets.GivenSheet(
        script["title"], signs, acts, calls, never, "", named(structure, script["owner"]), review_on
    )
    written = today - timedelta(days=script["written"])
    made = sheets.add_sheet(structure, given, key=uuid4(), by=by, on=written)
    if script.get("published"):
        sheets.publish_sheet(made, is_on=True, by=by, on=written)


def _programme(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    given = education.GivenProgramme(
        script["title"], script["standing"], script["theme"], today - timedelta(days=script["since"]),
        script["reference"], named(structure, script["owner"]),
        [named(structure, name) for name in script["team"]],
    )  # fmt: skip
    made = education.add_programme(structure, given, key=uuid4(), by=by)
    for told in script["sessions"]:
        day = today + timedelta(days=told["in"])
        session = education.plan_session(
            made, education.GivenSession(day, time(14), told["title"], script["place"]), key=uuid4()
        )
        if "present" in told:
            education.count_session(session, present=told["present"], newcomers=told.get("new"), on=today)


def _call(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """Called ten days before its day; told to nobody: people of a demonstration have no address to be written to."""
    day = today + timedelta(days=script["in"])
    starts_at = instant(day, time(12, 30), zone=zone_of(structure))
    called_at = starts_at - timedelta(days=10)
    given = concerting.GivenCall(starts_at, script["theme"], script["place"])
    made = concerting.call(structure, given, key=uuid4(), by=by, at=called_at, site="")
    guests = [named(structure, name) for name in script["guests"]]
    concerting.seat(made, guests)
    for guest in made.guests.select_related("person"):
        if guest.person.name in script.get("coming", ()):
            concerting.answer(guest, Coming.YES)
    for words in script.get("questions", ()):
        concerting.ask_question(made, words, key=uuid4(), person=guests[0])
    if told := script.get("held"):
        there = [each.pk for each in RcpCall.objects.get(pk=made.pk).guests.all()]
        concerting.hold(made, concerting.Held(there, **told), by=by, on=today)


def _escap(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    def day(ago: int) -> date:
        return today - timedelta(days=ago)

    (commune,) = _codes(structure, [script["commune"]])
    grid = Grid(EscapSituation(script["situation"]), score=script["score"]) if "score" in script else Grid()
    given = escap.GivenEscap(commune, day(script["proposed"]), grid=grid)
    made = escap.propose(structure, given, key=uuid4(), by=by, on=today)
    doctor, *others = [named(structure, name) for name in script["team"]]
    escap.join_team(made, doctor, is_attending=True)
    for person in others:
        escap.join_team(made, person, is_attending=False)
    if "agreed" in script:
        escap.agree(made, on=day(script["agreed"]), by=by)
    if "started" in script:
        escap.start(made, on=day(script["started"]), by=by)
    if "ended" in script:
        escap.end(made, on=day(script["ended"]), reason=script.get("reason", ""), by=by)
