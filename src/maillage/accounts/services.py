"""Opening the door: a known address receives a sign-in code, a new one a sign-up code, in the same words."""

from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import PROTECT
from django.utils import timezone
from django.utils.crypto import get_random_string

from maillage.accounts.models import User

#: An account nobody ever entered is forgotten after this time.
NEVER_ENTERED = timedelta(days=1)


@transaction.atomic
def account_for(email: str) -> User:
    """The account of an address, created when the address is new; unusable until its code has come back."""
    email = email.strip().lower()
    User.objects.filter(email=email, last_login=None).update(date_joined=timezone.now())  # one more day
    forget_abandoned()
    user, _ = User.objects.get_or_create(email=email, defaults={"password": make_password(None)})
    return user


def forget_abandoned() -> None:
    """Accounts nobody entered, unless an upper room holds on to them: an access that waits for its person."""
    held = [relation.name for relation in User._meta.related_objects if relation.on_delete is PROTECT]
    User.objects.filter(
        last_login=None,
        is_demo=False,
        is_staff=False,
        date_joined__lt=timezone.now() - NEVER_ENTERED,
        **dict.fromkeys(held),
    ).delete()


class Adapter(DefaultAccountAdapter):
    """What we ask of allauth: six digits, easy to read on one screen and to type on another."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "Ce code n’est pas le bon. Recopiez les six chiffres du dernier message reçu.",
        "too_many_login_attempts": "Trop d’essais. Attendez dix minutes, puis demandez un nouveau code.",
        "rate_limited": "Trop de demandes. Attendez dix minutes, puis recommencez.",
    }

    def generate_login_code(self) -> str:
        return get_random_string(6, "0123456789")
