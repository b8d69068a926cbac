"""A *fiche-action* on two pages, and all those of a structure."""

from collections.abc import Iterator, Sequence
from datetime import date

from maillage.documents import types as doc
from maillage.kernel import date_in_french
from maillage.project.queries.sheet import Sheet
from maillage.structures.models import Structure

#: The last notes that a sheet prints.
NOTES = 3


def one_sheet(sheet: Sheet, structure: Structure, *, on: date) -> doc.Document:
    """Its parts are its sections."""
    action = sheet.action
    return doc.Document(
        title=f"Fiche-action {action.number}\N{NO-BREAK SPACE}: {action.title}",
        subtitle=sheet.mission,
        author=structure.name,
        date=on,
        opening=(doc.Facts(tuple(_facts(sheet))),),
        sections=tuple(doc.Section(title, tuple(blocks), numbered=False) for title, blocks in _parts(sheet)),
    )


def all_sheets(sheets: Sequence[Sheet], structure: Structure, *, on: date) -> doc.Document:
    """A section a sheet, each on its own page."""
    return doc.Document(
        title="Fiches-action",
        author=structure.name,
        date=on,
        opening=() if sheets else (doc.ToComplete("Aucune action n’est encore écrite."),),
        sections=tuple(
            doc.Section(
                f"Fiche {each.action.number}\N{NO-BREAK SPACE}: {each.action.title}",
                tuple(_blocks(each, is_last=each is sheets[-1])),
                numbered=False,
            )
            for each in sheets
        ),
    )


def _blocks(sheet: Sheet, *, is_last: bool) -> Iterator[doc.Block]:
    mission = [("Mission ou axe", sheet.mission)] if sheet.mission else []
    yield doc.Facts((*mission, *_facts(sheet)))
    for title, blocks in _parts(sheet):
        yield doc.Heading(title)
        yield from blocks
    if not is_last:
        yield doc.PageBreak()


def _facts(sheet: Sheet) -> Iterator[tuple[str, str]]:
    action = sheet.action
    state = action.get_state_display()
    yield "État", f"{state}\N{NO-BREAK SPACE}: {action.reason}" if action.reason else state
    if action.objective:
        yield "Objectif", action.objective.text
    yield "Responsable", sheet.owner
    if sheet.co_owner:
        yield "Coresponsable", sheet.co_owner
    if action.instance:
        yield "Groupe", action.instance.name
    days = [
        f"{word} le {date_in_french(day)}"
        for word, day in (("commence", action.starts_on), ("finit", action.ends_on))
        if day
    ]
    yield "Dates", ", ".join(days)
    if action.origin:
        yield "Origine", action.origin


def _parts(sheet: Sheet) -> Iterator[tuple[str, Sequence[doc.Block]]]:
    action = sheet.action
    yield "Étapes", [_steps(sheet)] if sheet.steps else [doc.ToComplete("Aucune étape n’est écrite.")]
    needs = [doc.Paragraph(f"Besoin\N{NO-BREAK SPACE}: {need.text}") for need in action.needs.all()]
    why = [doc.Facts(tuple(sheet.why))] if sheet.why else []
    yield "Pourquoi et pour qui", [*needs, *why] or [doc.ToComplete()]
    if roles := list(action.partner_roles.all()):
        rows = tuple(
            (each.partner.name, each.role, "oui" if each.has_convention else "non") for each in roles
        )
        yield "Partenaires", [doc.Table(headers=("Partenaire", "Rôle", "Convention"), rows=rows)]
    if measures := list(action.indicators.all()):
        yield "Indicateurs", [doc.Paragraph(str(each)) for each in measures]
    yield "Moyens, preuves, risques", [doc.Facts(tuple(sheet.means))] if sheet.means else [doc.ToComplete()]
    if notes := list(action.notes.all())[:NOTES]:
        said = tuple((date_in_french(each.noted_on), each.words) for each in notes)
        yield "Suivi", [doc.Table(headers=("Le", "Note"), rows=said)]


def _steps(sheet: Sheet) -> doc.Table:
    rows = tuple(
        (each.step.what, each.by.capitalize() if not each.step.who else each.by, each.said_when.capitalize())
        for each in sheet.steps
    )
    return doc.Table(headers=("Étape", "Par", "Quand"), rows=rows)
