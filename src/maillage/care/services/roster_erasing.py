"""What goes with a structure that is erased: its rosters, what they count, and the doors to them."""

from django.db import transaction

from maillage.care.models import DutyBoard, RegulationPost
from maillage.links.services import close_links
from maillage.structures.models import Structure


@transaction.atomic
def erase(structure: Structure) -> None:
    boards = DutyBoard.objects.filter(structure=structure)
    posts = RegulationPost.objects.filter(structure=structure)
    links = [*boards.values_list("link", flat=True), *posts.values_list("link", flat=True)]
    structure.regulated_cases.all().delete()
    boards.delete()
    posts.delete()
    structure.care_rosters.all().delete()
    structure.care_capacities.all().delete()
    close_links(links)
