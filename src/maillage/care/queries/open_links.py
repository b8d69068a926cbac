"""The links of this room that lead into a structure: desks, pages opened outside, posts that count."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from maillage.care.models import Desk, DoctorsSetting, DutyBoard, HelpDoor, RegulationPost
from maillage.links.queries import leading
from maillage.structures.models import Structure
from maillage.ui.slots import OpenLinks


def open_links(structure: Structure, on: date) -> Iterator[OpenLinks]:
    def at(name: str) -> str:
        return reverse(f"care:{name}", args=[structure.slug])

    ours = {"structure": structure}
    desks = Desk.objects.filter(leading(on), is_on=True, **ours)
    yield OpenLinks("Guichets", "Demander des soins, suivre ses demandes.", desks, at("desks"), "Guichets")
    doctors = DoctorsSetting.objects.filter(leading(on), is_open=True, **ours)
    said = "Demander un médecin traitant, pour soi ou un proche."
    yield OpenLinks("Médecin traitant", said, doctors, at("doctors_rules"), "Page ouverte")
    helping = HelpDoor.objects.filter(leading(on), **ours)
    yield OpenLinks("Qui peut aider ?", "Chercher une aide.", helping, at("help_book"), "Carnet d’aides")
    boards = DutyBoard.objects.filter(leading(on), **ours)
    yield OpenLinks("Qui est de garde ?", "Lire qui est de garde.", boards, at("on_duty"), "Gardes")
    posts = RegulationPost.objects.filter(leading(on), is_on=True, **ours)
    yield OpenLinks("Postes de régulation", "Compter, sans rien lire.", posts, at("regulation"), "Régulation")
