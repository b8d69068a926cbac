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


#: What a key may do besides counting professions, as the trail says it.
RIGHTS = {
    "opens_money": "lit aussi l’argent",
    "opens_books": "lit aussi les écritures",
    "keeps_statements": "importe aussi les relevés",
    "takes_transfers": "prend aussi les fichiers de virements",
}


@transaction.atomic
def make_key(structure: Structure, label: str, *, by: User, on: date, **rights: bool) -> tuple[ApiKey, str]:
    """The key and its secret, told this once; `rights` are those of RIGHTS. Raises BadInput beyond ten keys."""
    structure = Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if structure.api_keys.count() >= MOST_KEYS:
        raise BadInput("Cette structure a déjà dix clés. Retirez celles qui ne servent plus.", field="label")
    secret = PREFIX + token_urlsafe(32)
    key = ApiKey.objects.create(
        structure=structure, label=label, digest=digest_of(secret), made_on=on, made_by=by, **rights
    )  # fmt: skip
    what = "".join(f", qui {said}" for right, said in RIGHTS.items() if rights.get(right))
    record(f"Clé faite pour « {label} »{what}.", by=by.pk, subject=structure.pk, kind=Kind.ACCESS)
    return key, secret


@transaction.atomic
def drop_key(key: ApiKey, *, by: User) -> None:
    """From now on it opens nothing."""
    record(f"Clé de « {key.label} » retirée.", by=by.pk, subject=key.structure_id, kind=Kind.ACCESS)
    key.delete()


def key_of(secret: str, slug: str, *, on: date, **rights: bool) -> ApiKey | None:
    """The key of the structure at this address that has this secret (`opens_money=True`: that was let read it); its day of
    use is noted."""
    keys = ApiKey.objects.filter(digest=digest_of(secret), structure__slug=slug, **rights)
    key = keys.select_related("structure__territory").first()
    if key and key.used_on != on:
        ApiKey.objects.filter(pk=key.pk).update(used_on=on)
    return key


def structure_of(secret: str, slug: str, *, on: date, **rights: bool) -> Structure | None:
    """What `key_of` opens."""
    key = key_of(secret, slug, on=on, **rights)
    return key.structure if key else None


def digest_of(secret: str) -> str:
    # A secret is 256 bits drawn at random: nobody guesses it back, a slow digest would protect nothing.
    return sha256(secret.encode()).hexdigest()
