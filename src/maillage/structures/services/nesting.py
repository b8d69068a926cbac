"""Linking two structures: one says it, the other confirms it."""

import re
from datetime import date
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http.request import split_domain_port, validate_host

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.structures.models import Nesting, Structure
from maillage.structures.queries import asked_of, label_of_form, linked, may_hold, sides_of

WHERE = "Copiez le lien de l’espace de l’autre structure, ou ce qui suit /s/."
#: As `founding.free_slug` makes them.
SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


@transaction.atomic
def ask_nesting(structure: Structure, address: str, *, holds: bool, by: User, on: date) -> Nesting:
    """Say that one holds the structure at this address, or takes part in it. Saying it twice changes nothing.

    The same whether the address is that of a structure one may not know, or nobody's. Raises BadInput, with the field,
    for what is no address of this instance, for one's own, and for a link that cannot be as far as one may know.
    """
    address = address_in(address)
    if address == structure.slug:
        raise BadInput("C’est l’adresse de cette structure : donnez celle de l’autre.", field="address")
    if not sides_of(structure.form)[0 if holds else 1]:
        raise BadInput("La loi ne prévoit pas ce lien pour votre forme.", field="side")
    _refuse_known_to_be_impossible(structure, address, holds=holds, by=by)
    nesting, is_new = Nesting.objects.get_or_create(
        asker=structure, address=address, defaults={"asker_holds": holds, "asked_on": on, "by": by}
    )
    if is_new:
        record(f"Structure liée, à confirmer par elle : {address}.", by=by.pk, subject=structure.pk)
    return nesting


def address_in(text: str) -> str:
    """« https://localhost/s/msp-du-tarn/equipe/ », « /s/msp-du-tarn » or « msp-du-tarn » → « msp-du-tarn ».

    Raises BadInput for a link to another site, or to a page of no structure, and for what no address is made of.
    """
    host, path = _host_and_path(text.strip())
    if host and not validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        raise BadInput(f"« {host} » est un autre site. {WHERE}", field="address")
    first, *others = path.strip("/").split("/")
    if first == "s" and others:
        address = others[0]
    else:
        address = "" if host or others or text.strip().startswith("/") else first
    if not SLUG.fullmatch(address):
        raise BadInput(f"Ce n’est pas l’adresse d’une structure. {WHERE}", field="address")
    return address


def _host_and_path(text: str) -> tuple[str, str]:
    """A link without its scheme has its host first: no address of ours has a dot or a colon."""
    is_link = "//" in text or any(sign in text.split("/", maxsplit=1)[0] for sign in ".:")
    try:
        read = urlsplit(text if "//" in text or not is_link else f"//{text}")
    except ValueError:
        return "", ""
    return read.netloc, read.path


def _refuse_known_to_be_impossible(structure: Structure, address: str, *, holds: bool, by: User) -> None:
    """Only what who asks may know is said: those already met here, one's own, the examples, and the public ones."""
    if any(link.structure.slug == address for link in linked(structure)):
        raise BadInput("Cette structure est déjà liée à la vôtre.", field="address")
    if any(nesting.asker.slug == address for nesting in asked_of(structure)):
        raise BadInput("Cette structure vous le demande déjà : confirmez-le plus haut.", field="address")
    others = Structure.objects.filter(slug=address)
    other = (others.filter(is_public=True) | others.open_to(by)).first()
    if other is None:
        return
    holder, held = (structure, other) if holds else (other, structure)
    if not may_hold(holder.form, held.form):
        raise BadInput(
            f"« {other.name} » ({label_of_form(other.form)}) et la vôtre ({label_of_form(structure.form)}) ne se tiennent "
            "pas l’une l’autre : la loi ne prévoit pas ce lien. Vérifiez l’adresse.",
            field="address",
        )


@transaction.atomic
def confirm_nesting(structure: Structure, nesting: Nesting, *, by: User, on: date) -> None:
    """The other side says yes. Raises BadInput when the law knows no such link between the two forms."""
    holder, held = (nesting.asker, structure) if nesting.asker_holds else (structure, nesting.asker)
    if not may_hold(holder.form, held.form):
        raise BadInput("Ces deux formes ne se tiennent pas l’une l’autre : refusez, puis vérifiez ensemble.")
    nesting.other, nesting.confirmed_on = structure, on
    nesting.save(update_fields=["other", "confirmed_on"])
    for side, beside in ((structure, nesting.asker), (nesting.asker, structure)):
        record(f"Structure liée : « {beside.name} ».", by=by.pk, subject=side.pk)


@transaction.atomic
def drop_nesting(structure: Structure, nesting: Nesting, *, by: User) -> None:
    """Refuse what was asked, take back what one asked, or part."""
    record("Une structure n’est plus liée.", by=by.pk, subject=structure.pk)
    nesting.delete()
