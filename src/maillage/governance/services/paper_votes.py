"""A vote on paper, in the room: what two tellers counted becomes the same record, the same seal, the same decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle, islice

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.enums import Choice, VoteState
from maillage.governance.models import Recusal, Urn, Vote
from maillage.governance.queries.results import names_of
from maillage.governance.queries.votes import casters
from maillage.governance.services.votes import kept_alone, seal
from maillage.kernel import BadInput, plural
from maillage.people.models import Person

TELLERS_DIFFER = "Deux personnes dépouillent : nommez-en une autre."


@dataclass(frozen=True, slots=True)
class GivenCount:
    """What was in the urn: papers by choice; of an election, voices by name, with how many papers there were."""

    tellers: tuple[Person, Person]
    said: Mapping[str, int]
    blank: int = 0
    spoilt: int = 0
    #: Of an election; a resolution has as many papers as voices.
    papers: int = 0


@transaction.atomic
def note_count(vote: Vote, given: GivenCount, *, by: User, at: datetime) -> Vote:
    """Close a vote on paper with its totals. Noted twice, the first count stands.

    Raises BadInput: one teller, more papers than voices in the room, totals that no papers can give.
    """
    kept = kept_alone(vote)
    if kept.state == VoteState.CLOSED:
        return kept
    if kept.state != VoteState.OPEN or not kept.is_on_paper:
        raise BadInput("Ouvrez d’abord ce vote sur papier, puis notez ce qui est compté.")
    if given.tellers[0] == given.tellers[1]:
        raise BadInput(TELLERS_DIFFER, field="second_teller")
    papers = papers_for(kept, given)
    heard = in_the_room(kept, at=at)
    voices = len(heard.keys() - out_of(kept, heard))
    if len(papers) > voices:
        raise BadInput(
            f"{plural(len(papers), 'bulletin')}, et {plural(voices, 'voix présente ou représentée', 'voix présentes ou représentées')} : "
            "recomptez, ou pointez d’abord qui est là.",
            field="papers",
        )
    urn = Urn.objects.get(vote=kept)
    urn.put([{"college": "", "said": paper} for paper in papers])
    urn.save(update_fields=["papers"])
    kept.first_teller, kept.second_teller = given.tellers
    said = f"Dépouillement sur papier : « {kept.title} », par {given.tellers[0].name} et {given.tellers[1].name}."
    record(said, by=by.pk, subject=kept.meeting.instance.structure_id)
    return seal(kept, heard, by=by, at=at)


def in_the_room(vote: Vote, *, at: datetime) -> dict[int, int]:
    """Whose voices could be put in the urn, by whom: who was there when it opened, and who is there now."""
    return {**casters(vote, at=vote.opened_at or at), **casters(vote, at=at)}


def out_of(vote: Vote, heard: Mapping[int, int]) -> set[int]:
    """Voices of those who take no part in the point, and voices that they carry: they stay counted in the quorum."""
    out = (
        set(Recusal.objects.filter(item=vote.item_id).values_list("person", flat=True))
        if vote.item_id
        else set()
    )
    return {voter for voter, carrier in heard.items() if carrier in out}


def papers_for(vote: Vote, given: GivenCount) -> list[list[str]]:
    """Papers that give these totals; which of them bears which names, nobody noted. Raises BadInput when none can."""
    others = [[Choice.BLANC.value]] * given.blank + [[Choice.NUL.value]] * given.spoilt
    if not vote.elects:
        return [*([name] for name, times in given.said.items() for _ in range(times)), *others]
    valid, voices = given.papers - len(others), sum(given.said.values())
    if valid < 0:
        raise BadInput("Il y a plus de blancs et de nuls que de bulletins : recomptez.", field="papers")
    if over := next((name for name in names_of(vote) if given.said.get(name, 0) > valid), ""):
        raise BadInput(
            f"{over} a plus de voix qu’il n’y a de bulletins exprimés ({valid}) : recomptez.", field="papers"
        )
    if not valid <= voices <= valid * vote.seats:
        raise BadInput(
            f"{plural(valid, 'bulletin exprimé', 'bulletins exprimés')} de {plural(vote.seats, 'nom')} au plus ne "
            f"peuvent pas porter {plural(voices, 'voix', 'voix')} : recomptez.",
            field="papers",
        )
    written: list[list[str]] = [[] for _ in range(valid)]
    turns = cycle(written)
    for name in names_of(vote):  # one after the other: no paper bears a name twice, nor more names than seats
        for paper in islice(turns, given.said.get(name, 0)):
            paper.append(name)
    return [*written, *others]
