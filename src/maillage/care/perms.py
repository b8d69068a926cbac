"""Who reads and who coordinates care in a structure, by the role held in it. Professionals act by their own link."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from maillage.accounts.models import User
from maillage.care.enums import Ability
from maillage.care.models import Pathway, ReflexSheet
from maillage.limits.services import HOUR, Limit, seconds_to_wait
from maillage.structures.enums import READERS, WRITERS
from maillage.structures.models import Structure
from maillage.ui.queries import module_of

ABILITIES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(READERS, frozenset({Ability.READ})),
    **dict.fromkeys(WRITERS, frozenset(Ability)),
}

#: Of one desk, of one card, of one partner’s program: more is a machine, or a mistake.
REQUESTS_AN_HOUR = Limit(30, HOUR)


def seconds_before_asking(who: str, *, now: datetime) -> int:
    """Counts one request asked by this desk, or this card; 0 when it may."""
    return seconds_to_wait("care-asking", who, REQUESTS_AN_HOUR, now=now)


def takeable_pathways(user: User, structure: Structure) -> QuerySet[Pathway]:
    """The published pathways of other structures that one may take up here."""
    rows = Pathway.objects.filter(_others(user), versions__published_on__isnull=False)
    return (
        rows.exclude(structure=structure)
        .exclude(_off())
        .select_related("structure")
        .order_by("structure__name", "title", "pk")
        .distinct()
    )


def takeable_sheets(user: User, structure: Structure) -> QuerySet[ReflexSheet]:
    """The published sheets of other structures that one may take up here."""
    rows = ReflexSheet.objects.filter(_others(user), published__isnull=False)
    return (
        rows.exclude(structure=structure)
        .exclude(_off())
        .select_related("structure", "published")
        .order_by("structure__name", "title", "pk")
    )


def _others(user: User) -> Q:
    """Of the structures that one belongs to, and what others share."""
    return Q(structure__in=Structure.objects.visible_to(user)) | Q(is_shared=True)


def _off() -> Q:
    """Nothing of a module that a structure switched off."""
    return Q(
        structure__module_choices__module=module_of(Ability.READ), structure__module_choices__is_on=False
    )
