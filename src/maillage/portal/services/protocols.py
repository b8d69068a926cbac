"""Protocols of a structure of the demonstration: texts of its own, teams, acts counted day by day."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from maillage.accounts.models import User
from maillage.care.enums import Validated
from maillage.care.models import CountedAct, Enrolment, LocalText
from maillage.care.queries.protocols import LOCAL, read_text
from maillage.care.services import local_texts, protocols, taps
from maillage.people.models import Person
from maillage.portal.services.sittings import named
from maillage.structures.models import Structure

SITE = "http://127.0.0.1:8000/"


def play_protocols(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    if not script:
        return
    keys = {each["title"]: _text(each, structure, by=by, today=today) for each in script.get("texts", ())}
    for each in script.get("teams", ()):
        _team(each, structure, keys, by=by, today=today)
    _count(script.get("counted", {}), structure, today=today)


def _text(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> str:
    """The key of a text; `validated` says by whom, after which a draft of the next may be begun."""
    on = today - timedelta(days=script["ago"])
    review = on + timedelta(days=script["review_after"]) if "review_after" in script else None
    text = local_texts.write_local(
        structure,
        script["kind"],
        script["title"],
        script["words"],
        review_on=review,
        key=uuid4(),
        on=on,
        by=by,
    )
    if people := [named(structure, name) for name in script.get("validated", ())]:
        _validate(text, people, on=on, by=by)
    if waited := [named(structure, name) for name in script.get("asked", ())]:
        at = datetime.combine(today, time(9), UTC)
        asked = local_texts.ask_validators(text, waited, version=1, at=at, by=by, site=SITE)
        asked.validations.update(told_at=at)
    if "next" in script:
        local_texts.write_version(text, script["next"], review_on=None, version=0, on=today, by=by)
    return f"{LOCAL}{text.pk}"


def _validate(text: LocalText, people: list[Person], *, on: date, by: User) -> None:
    """Named, and accepted by each."""
    at = datetime.combine(on, time(9), UTC)
    asked = local_texts.ask_validators(text, people, version=1, at=at, by=by, site=SITE)
    for each in asked.validations.select_related("version__text__structure"):
        local_texts.answer_version(each, Validated.YES, fingerprint=asked.fingerprint, at=at)
    asked.validations.update(told_at=at)


def _team(
    script: dict[str, Any], structure: Structure, keys: dict[str, str], *, by: User, today: date
) -> None:
    on = today - timedelta(days=script["ago"])
    read = read_text(structure, keys.get(script["protocol"], script["protocol"]))
    held = protocols.enrol(structure, read, key=uuid4(), on=on, by=by)
    said = {
        "referent": named(structure, script["referent"]), "declared_on": on, "starts_on": on, "ended_on": None,
    }  # fmt: skip
    protocols.change_enrolment(held, said, version=1, title=read.title, by=by)
    for each in script["people"]:
        trained = on - timedelta(days=20) if each["role"] == "delegue" else None
        protocols.put_in_team(
            held, named(structure, each["name"]), each["role"], trained_on=trained, certificate=None
        )
    if script.get("changed"):
        # The team read what stood before: its page asks it to read again.
        Enrolment.objects.filter(pk=held.pk).update(seen="autre")
    _acts(script.get("acts", {}), named(structure, script["people"][-1]["name"]), held, today=today)


def _acts(kinds: dict[str, int], person: Person, held: Enrolment | None, *, today: date) -> None:
    """So many of each since the first of January, on days before today drawn always alike."""
    length = max((today - date(today.year, 1, 1)).days, 1)
    drawn = Random(f"{person.pk}{held}")  # noqa: S311 -- invented days
    CountedAct.objects.bulk_create(
        CountedAct(
            structure_id=person.structure_id, person=person, kind=kind, enrolment=held,
            on=today - timedelta(days=drawn.randint(1, length)),
            key=uuid5(NAMESPACE_URL, f"{person.pk}/{held and held.pk}/{kind}/{rank}"),
        )
        for kind, times in kinds.items()
        for rank in range(times)
    )  # fmt: skip


def _count(script: dict[str, Any], structure: Structure, *, today: date) -> None:
    for name, kinds in script.items():
        person = named(structure, name)
        _acts(kinds.get("acts", {}), person, None, today=today)
        for tree, ends in kinds.get("ends", {}).items():
            for end, times in ends.items():
                for _ in range(times):
                    taps.end_tree(person, tree, 1, end, key=uuid4(), on=today - timedelta(days=2))
