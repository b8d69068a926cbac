"""What founding asks: dates come from the moves, a form without a step shows none."""

from datetime import timedelta

from django.urls import reverse

from grounds import move_named
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.dossier.queries.formalities import Step, formalities_of
from maillage.structures.enums import Track
from maillage.structures.models import Structure
from maillage.structures.services import advance
from players import FOUNDED_ON


def test_a_step_is_done_when_every_stage_of_it_was_entered(structure: Structure, founder: User) -> None:
    def step(key: str) -> Step:
        read = Structure.objects.get(pk=structure.pk)
        return next(each for each in formalities_of(read, on=FOUNDED_ON) if each.formality.key == key)

    assert step("projet_de_sante").done_on is None
    for place, name in enumerate(("deposer_lettre", "valider_lettre", "deposer_projet")):
        on = FOUNDED_ON + timedelta(days=place)
        move = move_named(Track.RECOGNITION, name)
        advance(structure, Track.RECOGNITION, move, by=founder, on=on, today=on)
    waiting = step("projet_de_sante")
    assert waiting.done_on is None
    assert waiting.due is not None
    assert waiting.due.until == "projet_valide"
    read = client_of(founder).get(reverse("dossier:formalities", args=[structure.slug])).content.decode()
    assert "réputé validé" in read
