"""What the structures of the demonstration are measured by: values of nobody, pieces of what was really played."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet

from maillage.accounts.models import User
from maillage.funding.models import Indicator as Contracted
from maillage.governance.enums import MeetingState
from maillage.governance.models import Meeting
from maillage.outreach.enums import EventState
from maillage.people.models import Person
from maillage.project.models import Indicator
from maillage.project.queries.evidence_joining import Found, thing_of
from maillage.project.services import evidence, indicators
from maillage.project.services import indicators_measures as measures
from maillage.project.services import indicators_reviews as reviews
from maillage.structures.models import Structure

SUMS = ("base", "weight")
#: Of an indicator, what is not its own words.
AROUND = {"targets", "values", "asked", "correction", "fed_by", "frozen", "of_kind", *SUMS}


def play_indicators(script: Mapping[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """Indicators and their values, what weighed on them, a review, pieces, what misses."""
    if begins := script.get("year"):
        indicators.set_year(structure, begins, by=by)
    known = {told["name"]: play_indicator(told, structure, by=by, today=today) for told in script["followed"]}
    for told in script.get("context", ()):
        touched = [known[name] for name in told["touches"]]
        event = measures.GivenEvent(told["day"], told["words"], told.get("until"), touched)
        measures.note_context(structure, event, key=uuid4(), by=by)
    for told in script["followed"]:
        if correction := told.get("correction"):
            play_correction(correction, known[told["name"]], by=by, today=today)
    for name, indicator in known.items():
        Contracted.objects.filter(contract__legal_person__structure=structure, name=name).update(
            followed=indicator
        )
    if told := script.get("review"):
        play_review(told, structure, known, by=by, today=today)
    play_pieces(script.get("pieces", {}), structure, known, by=by, today=today)


def play_indicator(told: Mapping[str, Any], structure: Structure, *, by: User, today: date) -> Indicator:
    words: dict[str, Any] = {name: value for name, value in told.items() if name not in AROUND}
    words |= {name: Decimal(told[name]) for name in SUMS if name in told}
    if kind := told.get("of_kind"):
        words["counter_of"] = kind
    given = indicators.GivenIndicator(**words, fed_by=named(structure, told.get("fed_by")))
    kept = indicators.add_indicator(structure, given, key=uuid4(), by=by)
    if frozen := told.get("frozen"):
        kept = indicators.freeze_base(kept, on=frozen, by=by)
    for year, target in told.get("targets", {}).items():
        indicators.set_target(kept, year, Decimal(target), by=by)
    for year, value in told.get("values", {}).items():
        said = measures.GivenMeasure(year, origin=kept.origin, **read(value))
        measures.note_measure(kept, said, key=uuid4(), by=by, on=today)
    if asked := told.get("asked"):
        on, awaited = (today - timedelta(days=asked[name]) for name in ("ago", "awaited_ago"))
        measures.ask(
            kept, asked["year"], asked_on=on, awaited_on=awaited, words=asked["words"], key=uuid4(), by=by, on=today
        )  # fmt: skip
    return kept


def read(value: Any) -> dict[str, Any]:
    """« 12.5 »; « 61/140 »; or its words, with a value, its source, its vintage."""
    told = dict(value) if isinstance(value, Mapping) else {"value": value}
    if "/" in str(told.get("value", "")):
        numerator, denominator = str(told.pop("value")).split("/")
        return told | {"numerator": Decimal(numerator), "denominator": Decimal(denominator)}
    return told | ({"value": Decimal(str(told["value"]))} if "value" in told else {})


def named(structure: Structure, name: str | None) -> Person | None:
    return structure.people.filter(name=name).first() if name else None


def play_correction(told: Mapping[str, Any], indicator: Indicator, *, by: User, today: date) -> None:
    said: dict[str, Any] = {name: Decimal(told[name]) for name in ("counted", "corrected")}
    said |= {name: told[name] for name in ("counted_words", "corrected_words")}
    given = measures.GivenCorrection(told["year"], **said, events=list(indicator.context_events.all()))
    measures.correct(indicator, given, key=uuid4(), by=by, on=today)


def play_review(
    told: Mapping[str, Any], structure: Structure, known: Mapping[str, Indicator], *, by: User, today: date
) -> None:
    on = today - timedelta(days=told["ago"])
    opened = reviews.open_review(
        structure, told["kind"], told["year"], on=on, meeting=None, key=uuid4(), by=by
    )
    lines = {
        known[name].pk: reviews.GivenLine(
            tendency=said["tendency"], next_step=said["next"], owner=named(structure, said.get("owner"))
        )
        for name, said in told["lines"].items()
    }
    written = reviews.write_review(opened, lines, words=told["words"], on=on, version=opened.version, by=by)
    reviews.close_review(written, on=on, by=by)


def play_pieces(
    told: Mapping[str, Any], structure: Structure, known: Mapping[str, Indicator], *, by: User, today: date
) -> None:
    """Meetings, decisions and evenings that took place, then what is kept elsewhere, then what misses."""
    for kind, name, times, *among in told.get("joined", ()):
        for found in held(structure, kind, times, *among):
            evidence.join_thing(
                structure, kind, found.thing, evidence.Proved([known[name]]), title=found.title,
                dated_on=found.on, by=by, on=today,
            )  # fmt: skip
    for each in told.get("elsewhere", ()):
        evidence.join_paper(
            structure, None, evidence.Proved([known[each["proves"]]]), title=each["title"],
            dated_on=today - timedelta(days=each["ago"]), words=each["words"], key=uuid4(), by=by, on=today,
        )  # fmt: skip
    for each in told.get("missing", ()):
        wanted = evidence.GivenWanted(
            each["words"], each["year"], indicator=known[each["proves"]],
            owner=named(structure, each["owner"]), due_on=today + timedelta(days=each["in"]),
        )  # fmt: skip
        evidence.want(structure, wanted, key=uuid4(), by=by)


def held(structure: Structure, kind: str, times: int, among: str = "") -> Iterator[Found]:
    """The last ones; `among`: meetings of that kind of instance, decisions that say so."""
    rows: QuerySet[Any, Any]
    match kind:
        case "decision":
            said = structure.decisions.filter(title__icontains=among)
            rows = said.order_by("-decided_on", "-pk").values_list("pk", flat=True)
        case "evenement":
            done = structure.events.filter(state=EventState.DONE)
            rows = done.order_by("-starts_at").values_list("pk", flat=True)
        case _:
            sat = Meeting.objects.filter(instance__structure=structure, state=MeetingState.HELD)
            sat = sat.filter(instance__kind=among) if among else sat
            rows = sat.order_by("-starts_at").values_list("pk", flat=True)
    for pk in rows[:times]:
        if found := thing_of(structure, kind, pk, ()):
            yield found
