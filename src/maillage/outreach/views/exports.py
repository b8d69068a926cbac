"""Lists that leave for a spreadsheet: they count people, and name none."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.outreach.enums import Ability, EventAbility
from maillage.outreach.queries.lists import bulletins_in_rows, campaigns_in_rows, events_in_rows
from maillage.structures.perms import find
from maillage.structures.types import Request
from maillage.ui.services import as_spreadsheet


@require_safe
def events_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    rows = events_in_rows(find(request, slug, EventAbility.READ))
    return as_spreadsheet(rows, name=f"evenements-{slug}-{timezone.localdate()}", suffix=suffix)


@require_safe
def campaigns_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    rows = campaigns_in_rows(find(request, slug, Ability.CAMPAIGN))
    return as_spreadsheet(rows, name=f"campagnes-{slug}-{timezone.localdate()}", suffix=suffix)


@require_safe
def bulletins_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    rows = bulletins_in_rows(find(request, slug, Ability.READ))
    return as_spreadsheet(rows, name=f"bulletins-{slug}-{timezone.localdate()}", suffix=suffix)
