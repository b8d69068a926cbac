"""What is known of an account."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress

from maillage.accounts.models import User


def addresses_of(users: Iterable[User]) -> dict[int, frozenset[str]]:
    """Account → the addresses that are surely its own, in small letters."""
    found = {user.pk: {user.email.lower()} - {""} for user in users}
    known = EmailAddress.objects.filter(user__in=found, verified=True)
    for user, address in known.values_list("user", "email"):
        found[user].add(address.lower())
    return {user: frozenset(mine) for user, mine in found.items()}


def account_data(user: User) -> dict[str, Any]:
    return {
        "adresse": user.email,
        "nom": user.name,
        "inscription": user.date_joined.isoformat(),
        "dernière entrée": user.last_login.isoformat() if user.last_login else None,
        "adresses vérifiées": list(EmailAddress.objects.filter(user=user).values_list("email", flat=True)),
    }
