"""An assembly of 300 votes in the same minute."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from django.db import connections
from django.utils import timezone
from tests.governance.electors import assembly_of
from tests.grounds import structure_on

from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.governance.models import Urn, Voice
from maillage.governance.services import votes

PEOPLE, DOORS = 300, 8


def rows() -> Iterator[tuple[str, ...]]:
    by = User.objects.create_user("assemblee@example.org", name="Ada Fictif")
    vote = assembly_of(structure_on(atlas().epci("248200099").members, by=by), PEOPLE, by=by)
    voices = list(vote.voices.select_related("person"))
    begun = time.perf_counter()
    for voice in voices:
        Voice.objects.filter(pk=voice.pk).update(is_cast=False)
    bare = time.perf_counter() - begun

    def door(mine: list[Voice]) -> None:
        for voice in mine:
            votes.cast(vote, voice.person, {voice.pk: ["pour"]}, at=timezone.now())
        connections.close_all()

    begun = time.perf_counter()
    with ThreadPoolExecutor(DOORS) as doors:
        list(doors.map(door, (voices[rank::DOORS] for rank in range(DOORS))))
    taken = time.perf_counter() - begun
    if len(Urn.objects.get(vote=vote).papers) != len(voices):
        raise AssertionError("a voice was lost")
    yield (
        f"a secret vote of {len(voices)}, through {DOORS} doors at once",
        f"{taken:.1f} s",
        "≤ 60 s",
        f"a row written for each: {bare:.2f} s",
        f"× {taken / bare:.1f}",
    )
