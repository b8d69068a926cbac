"""What the project writes by itself in a document: objectives, actions, the list of what proves them."""

from datetime import date

from maillage.documents.types import Block, Table
from maillage.kernel import date_in_french
from maillage.project.models import Action, Evidence, Objective
from maillage.project.queries.missions import groups_of
from maillage.structures.models import Structure
from maillage.structures.queries import together


def objectives(structure: Structure, *, on: date) -> tuple[Block, ...]:
    """Each under its mission or axis, with the needs that it answers."""
    labels = {each.key: each.label for each in groups_of(structure, on=on)}
    kept = Objective.objects.filter(structure=structure)
    bound = Objective.needs.through.objects.filter(objective__structure=structure)
    pairs = bound.order_by("pk").values_list("objective_id", "need__text")
    together(kept, pairs)
    needs: dict[int, list[str]] = {}
    for objective, need in pairs:
        needs.setdefault(objective, []).append(need)
    rows = tuple(
        (
            labels.get(each.mission, each.mission),
            each.text,
            "\n".join(needs.get(each.pk, ["aucun besoin relié"])),
        )
        for each in kept
    )
    headers = ("Mission ou axe", "Objectif", "Besoins")
    return (Table(headers=headers, rows=rows, caption="Objectifs"),) if rows else ()


def actions(structure: Structure, *, on: date) -> tuple[Block, ...]:
    """Those that are not over: by number, with who answers for each, its days, where it is."""
    labels = {each.key: each.label for each in groups_of(structure, on=on)}
    rows = tuple(
        (
            str(each.number),
            each.title,
            labels.get(each.mission, each.mission),
            str(each.owner) if each.owner else "à nommer",
            " au ".join(date_in_french(day) for day in (each.starts_on, each.ends_on) if day) or "à fixer",
            str(each.get_state_display()),
        )
        for each in Action.objects.filter(structure=structure).select_related("owner")
    )
    headers = ("N°", "Action", "Mission ou axe", "Responsable", "Dates", "État")
    return (Table(headers=headers, rows=rows, caption="Actions"),) if rows else ()


def proofs(structure: Structure, *, on: date) -> tuple[Block, ...]:
    """Numbered, those dated in the civil year."""
    kept = Evidence.objects.filter(structure=structure, dated_on__year=on.year)
    rows = tuple((str(each.number), each.title, date_in_french(each.dated_on)) for each in kept)
    headers = ("Pièce n°", "Intitulé", "Date")
    caption = f"Pièces de l’année {on.year}"
    return (Table(headers=headers, rows=rows, align="rll", caption=caption),) if rows else ()
