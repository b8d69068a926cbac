"""An expense split among posts, and who may say yes to it: pure."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from fractions import Fraction

from maillage.funding.rules.apportioning import apportioned
from maillage.kernel import BadInput

HUNDRED = Decimal(100)


def check_shares(shares: Mapping[str, Decimal]) -> None:
    """Percents of posts. Raises BadInput unless they make a hundred, each above zero."""
    total = sum(shares.values(), Decimal())
    if not shares or min(shares.values()) <= 0:
        raise BadInput("Donnez une part au-dessus de zéro à un poste au moins.", field="shares")
    if total != HUNDRED:
        said = f"{total.normalize():f}".replace(".", ",")
        raise BadInput(f"Ces parts font {said} %, il en faut 100 : corrigez-les.", field="shares")


def split(amount: Decimal, shares: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Post → euros, no cent lost; a post that takes nothing of so small a sum is left out. Raises BadInput."""
    parts = apportioned(amount, {post: Fraction(share) for post, share in shares.items()})
    return {post: part for post, part in parts.items() if part}


def why_not_approve(
    me: Collection[str], payee: str, authors: Collection[str], seconded: Collection[str] = ()
) -> str:
    """Why somebody may not approve an expense; empty when they may.

    Everyone is a set of keys, of their accounts and of their cards: one is judged as a person. `seconded`: who said yes
    already, when a second person is needed.
    """
    if payee in me:
        return "Cette dépense vous est due : une autre personne l’approuve."
    if not set(me).isdisjoint(authors):
        return "Vous avez noté cette dépense : une autre personne l’approuve."
    if not set(me).isdisjoint(seconded):
        return "Vous l’avez déjà approuvée : au-delà du seuil voté, une deuxième personne l’approuve aussi."
    return ""
