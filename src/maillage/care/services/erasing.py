"""A structure leaves: its links first, the rest follows its rows."""

from maillage.care.services.desks import erase_desks
from maillage.care.services.doctors import erase_doctors
from maillage.care.services.helping import close_door
from maillage.care.services.roster_erasing import erase as erase_rosters
from maillage.structures.models import Structure


def erase(structure: Structure) -> None:
    erase_doctors(structure)
    erase_rosters(structure)
    close_door(structure)
    erase_desks(structure)
