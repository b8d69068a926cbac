"""What is known of an account."""

from typing import Any

from allauth.account.models import EmailAddress

from maillage.accounts.models import User


def account_data(user: User) -> dict[str, Any]:
    return {
        "adresse": user.email,
        "nom": user.name,
        "inscription": user.date_joined.isoformat(),
        "dernière entrée": user.last_login.isoformat() if user.last_login else None,
        "adresses vérifiées": list(EmailAddress.objects.filter(user=user).values_list("email", flat=True)),
    }
