"""The accounts of those whom a legal person pays: typed by one, checked by another who called back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.enums import PayeeKind, PayeeStep
from maillage.funding.models import Payee
from maillage.funding.queries.hours import whose
from maillage.funding.queries.identity import identity
from maillage.funding.rules.transfers import accounts
from maillage.funding.rules.transfers.characters import sepa_text
from maillage.funding.rules.transfers.gate import LONGEST_NAME
from maillage.funding.services.locking import lock
from maillage.kernel import BadInput, date_in_french, siret
from maillage.people.models import Person
from maillage.structures.models import LegalPerson
from maillage.structures.queries import sent_before


@dataclass(frozen=True, slots=True)
class GivenPayee:
    """The address is for an account outside the European Economic Area; a country is two letters."""

    kind: str
    name: str
    iban: str
    siret: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""

    @property
    def columns(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def add_payee(
    person: LegalPerson, whom: Person, given: GivenPayee, *, key: UUID, by: User, on: date
) -> Payee:
    """In quarantine. The same form sent twice notes one. Raises BadInput."""
    structure = lock(person.structure)
    if made := sent_before(person.payees, key):
        return made
    if person.payees.filter(person=whom).exists():
        raise BadInput(f"{whom.name} a déjà un bénéficiaire : ouvrez-le dans la liste.", field="person")
    said = judged(person, given)
    made = Payee.objects.create(
        legal_person=person, person=whom, **said.columns, typed_by=by, typed_on=on, key=key
    )
    _note(made, PayeeStep.TYPED, by=by, on=on, after=accounts.masked(said.iban))
    record(f"Bénéficiaire de {whom.name} saisi, à vérifier.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def change_payee(payee: Payee, given: GivenPayee, *, by: User, on: date) -> Payee:
    """An empty IBAN stays as it is; another is in quarantine. Raises BadInput."""
    structure = lock(payee.legal_person.structure)
    kept = current(payee)
    before = kept.iban
    said = judged(kept.legal_person, given if given.iban else _with_iban(given, before))
    for name, value in said.columns.items():
        setattr(kept, name, value)
    if said.iban == before:
        kept.save(update_fields=[*said.columns])
        _note(kept, PayeeStep.EDITED, by=by, on=on, words=kept.get_kind_display())
        record(f"Bénéficiaire de {kept.person.name} modifié.", by=by.pk, subject=structure.pk)
        return kept
    kept.typed_by, kept.typed_on = by, on
    kept.checked_by, kept.checked_on, kept.stopped = None, None, ""
    kept.save()
    masked = (accounts.masked(before), accounts.masked(said.iban))
    _note(kept, PayeeStep.CHANGED, by=by, on=on, before=masked[0], after=masked[1])
    record(
        f"Bénéficiaire : le compte payé pour {kept.person.name} change, à vérifier.",
        by=by.pk,
        subject=structure.pk,
    )
    return kept


@transaction.atomic
def check_payee(payee: Payee, called_on: date, *, seen: int, by: User, on: date) -> Payee:
    """Somebody else called the person back, at the number that was known. `seen`: the last change that they had read.

    Raises BadInput for who typed it, whoever is paid on it, a day to come or before it was typed, an account that changed meanwhile.
    """
    structure = lock(payee.legal_person.structure)
    kept = current(payee)
    if not kept.is_stopped:
        return kept
    if why := why_not_check(kept, by):
        raise BadInput(why)
    if kept.changes.filter(pk__gt=seen).exists():
        raise BadInput("Cet IBAN vient de changer : rechargez la page, puis rappelez la personne.")
    if called_on > on:
        raise BadInput("Ce jour n’est pas encore venu : notez un appel déjà passé.", field="called_on")
    since = max((each.on for each in kept.changes.exclude(step=PayeeStep.EDITED)), default=kept.typed_on)
    if called_on < since:
        raise BadInput(
            f"Cet IBAN attend un rappel depuis le {date_in_french(since)} : l’appel vient après.",
            field="called_on",
        )
    kept.checked_by, kept.checked_on, kept.stopped = by, called_on, ""
    kept.checked_card = kept.person_id
    kept.save(update_fields=["checked_by", "checked_card", "checked_on", "stopped"])
    called = f"Rappel au numéro connu, le {date_in_french(called_on)}"
    _note(kept, PayeeStep.CHECKED, by=by, on=on, after=accounts.masked(kept.iban), words=called)
    record(
        f"Bénéficiaire vérifié par un rappel : celui de {kept.person.name}.", by=by.pk, subject=structure.pk
    )
    return kept


def why_not_check(payee: Payee, by: User) -> str:
    """Why a person may not check an account, whatever theirs; empty when they may."""
    structure = payee.legal_person.structure
    me = identity(by, structure)
    if not me.isdisjoint(identity(payee.typed_by, structure)):
        return "Vous avez saisi cet IBAN : une deuxième personne rappelle et le vérifie."
    if whose(payee.person) in me:
        return "C’est votre compte : une autre personne vous rappelle et le vérifie."
    return ""


def stop_payee(payee: Payee, why: str, *, by: User | None, on: date) -> None:
    """Under the lock of its structure: nothing leaves for this account until somebody calls back."""
    Payee.objects.filter(pk=payee.pk).update(checked_by=None, checked_on=None, stopped=why)
    _note(payee, PayeeStep.STOPPED, by=by, on=on, after=accounts.masked(payee.iban), words=why)


def current(payee: Payee) -> Payee:
    """As it stands now that nobody else writes. 404 when it went meanwhile."""
    return get_object_or_404(Payee.objects.select_related("legal_person__structure"), pk=payee.pk)


def judged(person: LegalPerson, given: GivenPayee) -> GivenPayee:
    """Each number in its compact form. Raises BadInput."""
    account = accounts.iban(given.iban)
    if person.bank_accounts.filter(iban=account).exists():
        raise BadInput("C’est le compte qui paie : saisissez celui du bénéficiaire.", field="iban")
    number = siret(given.siret) if given.siret else ""
    if given.kind == PayeeKind.COMPANY and not number:
        raise BadInput(
            "Une société a un SIRET : quatorze chiffres, sur sa facture ou son RIB.", field="siret"
        )
    if given.kind == PayeeKind.SELF:
        number = ""
    name = " ".join(given.name.split())
    if not sepa_text(name):
        raise BadInput(
            "Ce nom ne s’écrit pas dans les lettres que les banques lisent : donnez-le en lettres latines.",
            field="name",
        )
    if len(sepa_text(name)) > LONGEST_NAME:
        raise BadInput(f"Une banque lit {LONGEST_NAME} signes au plus : abrégez ce nom.", field="name")
    country = given.country.upper()
    if accounts.wants_an_address(account) and not (sepa_text(given.town) and country):
        raise BadInput(
            "Ce compte est hors de l’Espace économique européen : sa banque veut la ville et le pays du titulaire.",
            field="town",
        )
    return GivenPayee(given.kind, name, account, number, given.street, given.postcode, given.town, country)


def _with_iban(given: GivenPayee, iban: str) -> GivenPayee:
    return GivenPayee(**{**given.columns, "iban": iban})


def _note(
    payee: Payee,
    step: PayeeStep,
    *,
    by: User | None,
    on: date,
    before: str = "",
    after: str = "",
    words: str = "",
) -> None:
    payee.changes.create(step=step, before=before, after=after, words=words[:200], by=by, on=on)
