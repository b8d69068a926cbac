"""Opening the door: a known address receives a sign-in code, a new one a sign-up code, in the same words."""

from datetime import timedelta
from math import ceil
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import PROTECT, ProtectedError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import get_random_string

from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.kernel import plural
from maillage.limits.services import HOUR, MINUTE, address_of

ERASED = "Compte effacé"
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


@transaction.atomic
def let_go(user: User) -> None:
    """Erase an account, or what names its person when a row of an upper room still needs it."""
    EmailAddress.objects.filter(user=user).delete()
    close_sessions(user)
    try:
        with transaction.atomic():
            User.objects.filter(pk=user.pk).delete()
    except ProtectedError:
        User.objects.filter(pk=user.pk).update(
            email=f"compte-{get_random_string(12).lower()}@efface.invalid",
            name=ERASED,
            is_active=False,
            is_staff=False,
            is_superuser=False,
            last_login=None,
        )


def close_sessions(user: User) -> None:
    """Every browser where the account is open, or was about to be."""
    for session in Session.objects.iterator():
        data = session.get_decoded()
        login = data.get(LOGIN_SESSION_KEY) or {}
        if str(user.pk) == data.get(SESSION_KEY) or user.email in str(login):
            session.delete()


class Adapter(DefaultAccountAdapter):
    """What we ask of allauth: six digits, easy to read on one screen and to type on another."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": "Ce code n’est pas le bon. Recopiez les six chiffres du dernier message reçu.",
        "too_many_login_attempts": "Trop d’essais de ce code. Demandez-en un nouveau.",
    }

    def generate_login_code(self) -> str:
        return get_random_string(6, "0123456789")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        super().send_mail(template_prefix, email, {**context, "life": life_of_a_code()})

    def post_login(self, request: HttpRequest, user: User, **given: Any) -> HttpResponse:
        record("Entrée.", by=user.pk, kind=Kind.SIGN_IN)
        response: HttpResponse = super().post_login(request, user, **given)
        return response

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)


def life_of_a_code() -> str:
    """« 15 minutes »."""
    return plural(settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // MINUTE, "minute")


def patience(seconds: int) -> str:
    """How long to wait, said to a person: 540 → « 9 minutes », 40000 → « 12 heures »."""
    if seconds < HOUR:
        return plural(ceil(seconds / MINUTE), "minute")
    return plural(ceil(seconds / HOUR), "heure")
