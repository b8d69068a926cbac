"""Keys for other programs: made, used, taken back."""

from datetime import date
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.structures.models import ApiKey, Structure

#: How a secret begins: a program that scans texts for lost keys recognises it.
PREFIX = "maillage_"
MOST_KEYS = 10


@transaction.atomic
def make_key(
    structure: Structure,
    label: str,
    *,
    by: User,
    on: date,
    opens_money: bool = False,
    opens_books: bool = False,
) -> tuple[ApiKey, str]:
    """The key and its secret, told this once. Raises BadInput beyond ten keys."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if structure.api_keys.count() >= MOST_KEYS:
        raise BadInput("Cette structure a déjà dix clés. Retirez celles qui ne servent plus.", field="label")
    secret = PREFIX + token_urlsafe(32)
    key = ApiKey.objects.create(
        structure=structure, label=label, digest=digest_of(secret), made_on=on, made_by=by, opens_money=opens_money,
        opens_books=opens_books,
    )  # fmt: skip
    what = ", qui lit aussi l’argent" * opens_money + ", qui lit aussi les écritures" * opens_books
    record(f"Clé faite pour « {label} »{what}.", by=by.pk, subject=structure.pk, kind=Kind.ACCESS)
    return key, secret


@transaction.atomic
def drop_key(key: ApiKey, *, by: User) -> None:
    """From now on it opens nothing."""
    record(f"Clé de « {key.label} » retirée.", by=by.pk, subject=key.structure_id, kind=Kind.ACCESS)
    key.delete()


def structure_of(secret: str, slug: str, *, on: date, **opens: bool) -> Structure | None:
    """The structure at this address, when the secret is of one of its keys (`opens_money=True`: of one that was let read
    it); its day of use is noted."""
    keys = ApiKey.objects.filter(digest=digest_of(secret), structure__slug=slug, **opens)
    key = keys.select_related("structure__territory").first()
    if key and key.used_on != on:
        ApiKey.objects.filter(pk=key.pk).update(used_on=on)
    return key.structure if key else None


def digest_of(secret: str) -> str:
    # A secret is 256 bits drawn at random: nobody guesses it back, a slow digest would protect nothing.
    return sha256(secret.encode()).hexdigest()
