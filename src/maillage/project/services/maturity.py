"""Where a structure thinks it stands: opened, answered by each alone, closed with two actions."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.queries.ideas import Author
from maillage.kernel import BadInput
from maillage.project.models import Action, Maturity, MaturityAnswer
from maillage.project.services.locking import lock
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

#: Actions that a conversation ends with.
TWO = 2
CLOSED = "Cette conversation est close : ses réponses ne changent plus."


@transaction.atomic
def open_maturity(structure: Structure, *, key: UUID, by: User, on: date) -> Maturity:
    """The same key opens it once. Raises BadInput while another is open."""
    lock(structure.pk)
    if known := sent_before(Maturity.objects.filter(structure=structure), key):
        return known
    if structure.maturities.filter(closed_on=None).exists():
        raise BadInput("Une conversation est déjà ouverte : closez-la avant d’en ouvrir une autre.")
    record("Conversation de maturité ouverte.", by=by.pk, subject=structure.pk)
    return Maturity.objects.create(structure=structure, opened_on=on, key=key)


@transaction.atomic
def answer(maturity: Maturity, levels: Mapping[str, int], author: Author) -> None:
    """What somebody says of each question, in place of what they said before. Raises BadInput once it is closed."""
    lock(maturity.structure_id)
    kept = Maturity.objects.get(pk=maturity.pk)
    if kept.closed_on:
        raise BadInput(CLOSED)
    kept.answers.filter(**author.columns).delete()
    MaturityAnswer.objects.bulk_create(
        MaturityAnswer(maturity=kept, question=question, level=level, **author.columns)
        for question, level in levels.items()
    )


@transaction.atomic
def close_maturity(maturity: Maturity, actions: Collection[Action], *, by: User, on: date) -> Maturity:
    """With the two actions that were decided; closed twice, it was closed the first time. Raises BadInput."""
    lock(maturity.structure_id)
    kept = Maturity.objects.get(pk=maturity.pk)
    if kept.closed_on:
        return kept
    chosen = {action.pk for action in actions}
    if len(chosen) != TWO:
        raise BadInput(
            "Une conversation se clôt sur deux actions, ni plus ni moins : choisissez-en deux différentes."
        )
    if any(action.structure_id != kept.structure_id for action in actions):
        raise BadInput("Ces actions ne sont pas de votre structure.")
    if not kept.answers.exists():
        raise BadInput(
            "Personne n’a encore répondu : attendez une réponse, ou laissez la conversation ouverte."
        )
    kept.closed_on = on
    kept.save()
    kept.actions.set(actions)
    record("Conversation de maturité close, avec deux actions.", by=by.pk, subject=kept.structure_id)
    return kept
