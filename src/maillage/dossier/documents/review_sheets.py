"""What a structure hands over of itself to its partners: its identity in a page, its bank, its budget of last year."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from maillage.documents import types as doc
from maillage.dossier.documents.blocks import form_name
from maillage.dossier.enums import SectionState
from maillage.dossier.models import Document
from maillage.dossier.queries.parts import Part, parts_of
from maillage.dossier.queries.review_content import Blocks
from maillage.funding.documents import restitution
from maillage.funding.models import BankAccount
from maillage.funding.queries.returns import return_of
from maillage.geography import atlas
from maillage.governance.enums import InstanceKind, Office
from maillage.governance.models import Mandate
from maillage.kernel import date_in_french, integer
from maillage.structures.enums import Role, Track
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.queries import label_of_form, last_move
from maillage.territories.queries import drawing_of_territory

#: Who speaks for a structure, in the order one reads them.
OFFICERS = (Office.PRESIDENCE, Office.COPRESIDENCE, Office.VICE, Office.TRESORERIE, Office.SECRETARIAT)
LED_BY = (InstanceKind.BUREAU, InstanceKind.CA, InstanceKind.COLLEGE)
#: The document that the sheet is, and what fills itself in it for who reads outside.
PLAN = "fiche_identite"
SHOWN = frozenset({"identite", "fiche_territoire", "fiche_personnes", "fiche_etape"})
#: Codes of communes on the one page; the list of them is an annex of its own.
MOST_COMMUNES = 60


def identity_sheet(structure: Structure, *, on: date) -> Blocks:
    """One page, always true: what a caisse asks first.

    It is the document of that name, begun or not: the words that its structure settled, and what fills itself.
    """
    return tuple(block for part in parts_of(sheet_document(structure), on=on) for block in _shown(part))


def sheet_document(structure: Structure) -> Document:
    """Its last version; not begun, it is what fills itself."""
    last = structure.documents.filter(plan=PLAN).order_by("number").last()
    found = last or Document(structure=structure, plan=PLAN)
    found.structure = structure
    return found


def _shown(part: Part) -> Iterator[doc.Block]:
    """Nothing that is still being written, nor what the plan adds for its own structure."""
    words = part.html if part.state == SectionState.SETTLED else ""
    yield doc.Heading(part.section.title)
    if words:
        yield doc.Html(words)
    filled = tuple(part.filled_by(SHOWN))
    yield from filled
    if not words and not filled:
        yield doc.Paragraph("Rien n’est noté.")


def sheet(structure: Structure, *, on: date) -> doc.Document:
    """The same, alone."""
    return doc.Document(
        title="Fiche d’identité",
        subtitle=form_name(structure.form),
        author=structure.name,
        date=on,
        opening=identity_sheet(structure, on=on),
    )


def territory_of_sheet(structure: Structure, *, on: date) -> Blocks:
    return (doc.Facts(tuple(_territory(structure, on))),)


def _territory(structure: Structure, on: date) -> Iterator[tuple[str, str]]:
    written = structure.contract_population
    yield "Population du contrat", f"{integer(written)} habitants" if written else "pas de contrat noté"
    drawn = drawing_of_territory(structure.territory, signed=on)
    if drawn is None:
        return
    yield "Population publiée", f"{drawn.summary.people} ({drawn.summary.population_source})"
    yield "Communes", integer(drawn.summary.communes)
    codes = sorted(commune.code for commune in drawn.communes)
    listed = ", ".join(codes[:MOST_COMMUNES])
    yield (
        f"Codes Insee (code géographique {atlas().cog_year})",
        f"{listed}, et d’autres" if codes[MOST_COMMUNES:] else listed,
    )


def stage_of_sheet(structure: Structure, *, on: date) -> Blocks:  # noqa: ARG001
    return (doc.Facts(tuple(_stage(structure))),)


def _stage(structure: Structure) -> Iterator[tuple[str, str]]:
    yield "Forme", label_of_form(structure.form)
    last = last_move(structure, Track.RECOGNITION)
    yield "Étape", f"{last.stage_label}, le {date_in_french(last.on)}" if last else "pas commencée"
    if structure.contract_signed_on:
        yield "Contrat signé le", date_in_french(structure.contract_signed_on)


def people_of_sheet(structure: Structure, *, on: date) -> Blocks:
    """Who speaks for it, who coordinates; nothing while nobody noted it."""
    running = Mandate.objects.filter(
        Q(until=None) | Q(until__gt=on),
        instance__structure=structure,
        instance__kind__in=LED_BY,
        office__in=OFFICERS,
        since__lte=on,
    )
    found = sorted(running.select_related("person"), key=lambda each: OFFICERS.index(Office(each.office)))
    rows = list(dict.fromkeys((str(Office(each.office).label), each.person.name) for each in found))
    held = structure.memberships.filter(role=Role.COORDINATION, left_on=None).select_related("user")
    rows += [("Coordination", each.user.name or each.user.email) for each in held]
    return (doc.Facts(tuple(rows)),) if rows else ()


def bank(structure: Structure, *, on: date) -> Blocks:  # noqa: ARG001
    """The accounts of who carries it in law."""
    rows = BankAccount.objects.filter(legal_person__structure=structure, legal_person__until=None)
    lines = tuple(
        (each.legal_person.name, each.label, each.iban) for each in rows.select_related("legal_person")
    )
    if not lines:
        return (doc.Paragraph("Aucun compte n’est noté."),)
    return (doc.Table(headers=("Titulaire", "Compte", "IBAN"), rows=lines, caption="Comptes bancaires"),)


def budget_return(structure: Structure, *, on: date) -> Blocks:
    """What was planned, spent and received in the last civil year, by post; nobody is named."""
    year = on.year - 1
    persons = LegalPerson.objects.filter(structure=structure, until=None).select_related(
        "structure__territory"
    )
    blocks: list[doc.Block] = []
    for person in persons:
        told = return_of(person, year, on=on)
        blocks += [
            doc.Heading(f"{person.name}, année {year}"),
            restitution.by_post(told),
            restitution.came(told),
        ]
    return tuple(blocks) or (doc.Paragraph("Aucune personne morale n’est notée."),)
