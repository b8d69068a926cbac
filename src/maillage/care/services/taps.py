"""An act counted by a tap, and taken back by another."""

from datetime import date
from uuid import UUID

from maillage.care.models import CountedAct, Enrolment
from maillage.care.rules.taps import END_OF_TREE
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.queries import SENT


def tap(person: Person, kind: str, *, key: UUID, on: date, enrolment: Enrolment | None = None) -> CountedAct:
    """One more; the same key counts once, for ever. Raises BadInput when it counted for somebody else."""
    made, _ = CountedAct.objects.get_or_create(
        key=key,
        defaults={
            "structure_id": person.structure_id, "person": person, "kind": kind, "on": on, "enrolment": enrolment,
        },
    )  # fmt: skip
    return _theirs(made, person)


def end_tree(person: Person, tree: str, version: int, outcome: str, *, key: UUID, on: date) -> CountedAct:
    """The end of a tree, without what led there."""
    made, _ = CountedAct.objects.get_or_create(
        key=key,
        defaults={
            "structure_id": person.structure_id, "person": person, "kind": END_OF_TREE, "on": on, "tree": tree,
            "tree_version": version, "outcome": outcome,
        },
    )  # fmt: skip
    return _theirs(made, person)


def _theirs(made: CountedAct, person: Person) -> CountedAct:
    if made.person_id != person.pk:
        raise BadInput(SENT)
    return made


def undo(person: Person, pk: int) -> bool:
    """Whether it was theirs; taken back twice, it is taken back."""
    return bool(CountedAct.objects.filter(pk=pk, person=person).update(is_undone=True))
