"""What goes with a structure that is erased."""

from django.db import transaction

from maillage.governance.models import Poll
from maillage.governance.services.polls import links_of
from maillage.links.models import Link
from maillage.links.services import close_links
from maillage.structures.models import Structure


@transaction.atomic
def erase(structure: Structure) -> None:
    """Its instances, their meetings and polls, and the doors to them."""
    doors = Link.objects.filter(invitation__meeting__instance__structure=structure)
    polls = Poll.objects.filter(instance__structure=structure)
    links = [*doors.values_list("pk", flat=True), *links_of(polls)]
    codes = Link.objects.filter(signing_code__meeting__instance__structure=structure)
    links += codes.values_list("pk", flat=True)
    before = Link.objects.filter(signing_code_before__meeting__instance__structure=structure)
    links += before.values_list("pk", flat=True)
    structure.instances.all().delete()
    close_links(links)
