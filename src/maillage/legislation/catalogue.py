"""The law that is not a number, read once and found by its key: missions, forms, neighbours, plans, glossary.

One YAML file each, checked by the types of `entries` and of `papers`.
"""

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import TypeVar

from maillage.kernel import BadInput, date_in_french, folded, joined, shown, with_no_break_spaces
from maillage.legislation.entries import CreationStep, FormEntry, Mission, Neighbour, Term, in_force
from maillage.legislation.life import EMERGENCE, Stage, legal_kinds
from maillage.legislation.papers import MOMENTS, Plan
from maillage.legislation.yaml_files import ROOM, by_name, read_as, refuse

Entry = TypeVar("Entry")


@cache
def _missions() -> dict[str, tuple[Mission, ...]]:
    return {
        folder.name: tuple(read_as(Mission, path) for path in sorted(folder.glob("*.yaml")))
        for folder in sorted((ROOM / "missions").iterdir())
    }


@cache
def _forms() -> dict[str, FormEntry]:
    """By key, the lightest first; the key of a form is the name of its file. Raises BadInput."""
    entries = []
    documents = {path.stem for path in (ROOM / "documents").glob("*.yaml")}  # named after their keys
    for name, path in by_name("forms").items():
        entry: FormEntry = read_as(FormEntry, path)
        if entry.key != name:
            refuse(path, f"sa clé est « {entry.key} », son nom doit être {entry.key}.yaml")
        if unknown := sorted({plan for step in entry.steps for plan in step.plans} - documents):
            refuse(path, f"aucun document ne s'appelle {joined(unknown)}")
        entries.append(entry)
    return {entry.key: entry for entry in sorted(entries, key=lambda entry: (entry.rank, entry.key))}


@cache
def _plans() -> dict[str, Plan]:
    """By key, which is the name of its file. Raises BadInput."""
    plans: dict[str, Plan] = {}
    for path in sorted((ROOM / "documents").glob("*.yaml")):
        plan: Plan = read_as(Plan, path)
        if plan.key != path.stem:
            refuse(path, f"sa clé est « {plan.key} », son nom doit être {plan.key}.yaml")
        plans[plan.key] = plan
    return plans


@cache
def glossary() -> tuple[Term, ...]:
    """Every word of the trade our pages use, in alphabetical order of the French."""
    terms: tuple[Term, ...] = read_as(tuple[Term, ...], ROOM / "glossary" / "terms.yaml")
    return tuple(sorted(terms, key=lambda term: folded(term.term)))


def missions(form_key: str, *, on: date) -> tuple[Mission, ...]:
    """The missions a form's contract could hold that day, socle first; none before the agreement, or without one."""
    one_of(_forms(), form_key, "form")
    known = _missions().get(form_key, ())
    return tuple(sorted(in_force(known, on), key=lambda mission: mission.rank))


def forms(*, on: date) -> tuple[FormEntry, ...]:
    """Every form that existed that day, oldest first."""
    born = sorted(
        (entry for entry in _forms().values() if entry.since <= on),
        key=lambda entry: (entry.since, entry.key),
    )
    return tuple(entry.on(on) for entry in born)


def every_form() -> tuple[FormEntry, ...]:
    """Every form, past and present, the lightest first."""
    return tuple(_forms().values())


@cache
def neighbours() -> tuple[Neighbour, ...]:
    """Schemes beside the forms: DAC, SISA, Asalée, article 51…"""
    found: tuple[Neighbour, ...] = read_as(tuple[Neighbour, ...], ROOM / "neighbours" / "neighbours.yaml")
    return found


def form(form_key: str, *, on: date) -> FormEntry:
    """The catalogue entry of a form as it was that day. BadInput when unknown, or not yet born."""
    entry = one_of(_forms(), form_key, "form")
    if on < entry.since:
        sentence = f"La forme {entry.label} n'existe que depuis le {date_in_french(entry.since)}."
        raise BadInput(sentence, field="on")
    return entry.on(on)


def stages(form_key: str) -> tuple[Stage, ...]:
    """Those of a form, whatever the day; of one that an overlay had and has no more, the birth alone."""
    entry = _forms().get(form_key)
    return entry.stages if entry else (EMERGENCE,)


def steps_of(form_key: str) -> tuple[CreationStep, ...]:
    """Those of a form, whatever the day; none of one that the law has no more."""
    entry = _forms().get(form_key)
    return entry.steps if entry else ()


def plan_of(form_key: str) -> Plan | None:
    """The first document of a form; None when its plan is not written yet."""
    return next((known for known in _plans().values() if known.first and form_key in known.forms), None)


def documents_of(form_key: str, persons: Collection[str] = ()) -> tuple[Plan, ...]:
    """Every document of a form, in the order of its life.

    Statutes are those of the kinds of legal person that it has (`persons`, keys of `legal_kinds`) or usually takes.
    """
    entry = _forms().get(form_key)
    kinds = [legal_kinds().get(kind) for kind in (*persons, *(entry.carried_by if entry else ()))]
    held = {"", *(kind.tells.get("legal_person", "") for kind in kinds if kind)}
    found = (plan for plan in _plans().values() if form_key in plan.forms and plan.kind_of_person in held)
    return tuple(sorted(found, key=lambda plan: (MOMENTS.index(plan.moment), plan.rank, plan.key)))


def plans() -> tuple[Plan, ...]:
    """Every plan of a document."""
    return tuple(_plans().values())


def plan(plan_key: str) -> Plan:
    """The plan of a document: sections, questions, blocks. BadInput when there is none of that name."""
    return one_of(_plans(), plan_key, "plan")


def one_of(known: Mapping[str, Entry], key: str, kind: str) -> Entry:
    if key in known:
        return known[key]
    sentence = f"{shown(key)} n'est pas connu ici. Choix possibles : {joined(known)}."
    raise BadInput(with_no_break_spaces(sentence), field=kind)
