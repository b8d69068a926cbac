"""Lists that leave for a spreadsheet. Those that name people leave a trace."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.people.enums import Ability as OfPeople
from maillage.people.queries import people_of
from maillage.people.queries.coverage import coverage as coverage_of
from maillage.people.queries.fees import fees_on, payments_of
from maillage.people.queries.lists import Rows, coverage_in_rows, fees_in_rows, payments_in_rows, team_in_rows
from maillage.structures.enums import Ability
from maillage.structures.models import Structure
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import as_spreadsheet


@require_safe
def team_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure = find(request, slug, Ability.EDIT)
    return leaving(request, structure, team_in_rows(people_of(structure)), "Équipe", suffix)


@require_safe
def fees_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    """Fees that run or are owed; with `dues`, those that are owed alone."""
    structure = find(request, slug, OfPeople.FEES)
    fees = fees_on(structure, timezone.localdate())
    if "dues" not in request.GET:
        return leaving(request, structure, fees_in_rows(fees), "Cotisations", suffix)
    owed = (fee for fee in fees if not fee.is_settled and fee.refunded_on is None)
    return leaving(request, structure, fees_in_rows(owed), "Cotisations dues", suffix)


@require_safe
def payments_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    structure = find(request, slug, OfPeople.FEES)
    return leaving(request, structure, payments_in_rows(payments_of(structure)), "Paiements reçus", suffix)


@require_safe
def coverage_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    """Counts: they name nobody."""
    structure, today = find(request, slug, Ability.VIEW), timezone.localdate()
    rows = coverage_in_rows(coverage_of(structure, on=today))
    return as_spreadsheet(rows, name=f"qui-sommes-nous-{slug}-{today}", suffix=suffix)


def leaving(request: Request, structure: Structure, rows: Rows, what: str, suffix: str) -> HttpResponse:
    """`what` : « Cotisations dues », as the trail says it and as the file is called."""
    name = what.lower().replace(" ", "-").replace("é", "e").replace("ç", "c")
    response = as_spreadsheet(rows, name=f"{name}-{structure.slug}-{timezone.localdate()}", suffix=suffix)
    record(
        f"{what} : liste sortie en {suffix.upper()}.",
        by=request.user.pk,
        subject=structure.pk,
        kind=Kind.DOWNLOAD,
    )
    return response
