"""Noting the civil year of an agreement: what is engaged and kept, what the caisse counts, how far its declaration is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.funding.models import AccordFact, AccordYear, CaisseLine
from maillage.funding.queries.accord import FORMS, facts_known, rules_counted, subject_of
from maillage.funding.rules import accord as rules
from maillage.funding.services.locking import lock
from maillage.kernel import BadInput
from maillage.structures.models import LegalPerson


@dataclass(frozen=True, slots=True)
class GivenFact:
    """Values as the law room reads them; None is unknown."""

    engaged: object = None
    kept: object = None


@dataclass(frozen=True, slots=True)
class GivenCaisse:
    amount: Decimal
    words: str = ""


@transaction.atomic
def note_facts(person: LegalPerson, year: int, given: Mapping[str, GivenFact], *, by: User) -> AccordYear:
    """What is engaged and kept in a year, in place of what was noted of these facts; sent twice, it is the same.

    Raises BadInput, whose field is the name of the fact, for what the law room refuses.
    """
    form, noted = _opened(person, year)
    if unknown := given.keys() - facts_known(form):
        raise BadInput(f"Ces faits ne sont pas demandés : {', '.join(sorted(unknown))}.")
    for name, each in given.items():
        told = {"engaged": rules.written(each.engaged), "kept": rules.written(each.kept)}
        if any(told.values()):
            AccordFact.objects.update_or_create(accord_year=noted, name=name, defaults=told)
        else:
            AccordFact.objects.filter(accord_year=noted, name=name).delete()
    known = {each.name: (each.engaged, each.kept) for each in AccordFact.objects.filter(accord_year=noted)}
    lines = rules.fact_lines(subject_of(form).facts, known, {})
    for engaged in (False, True):
        legislation.read_facts(form, rules.as_asked(lines, engaged=engaged))
    record(
        f"{FORMS[form]} {year} : engagements et réalisations notés.", by=by.pk, subject=person.structure_id
    )
    return noted


@transaction.atomic
def note_caisse(
    person: LegalPerson, year: int, given: Mapping[str, GivenCaisse | None], *, by: User
) -> AccordYear:
    """What the caisse counts, by rule, in place of what was noted; None takes a line away. Raises BadInput."""
    form, noted = _opened(person, year)
    known = rules_counted(form)
    if unknown := given.keys() - known.keys():
        raise BadInput(f"La caisse ne compte pas ces lignes : {', '.join(sorted(unknown))}.")
    for rule, each in given.items():
        if each is None:
            CaisseLine.objects.filter(accord_year=noted, rule=rule).delete()
        else:
            told = {"amount": each.amount, "words": each.words}
            CaisseLine.objects.update_or_create(accord_year=noted, rule=rule, defaults=told)
    record(f"{FORMS[form]} {year} : compte de la caisse noté.", by=by.pk, subject=person.structure_id)
    return noted


@transaction.atomic
def note_days(
    person: LegalPerson, year: int, declared: date | None, notified: date | None, received: date | None, *, by: User, on: date
) -> AccordYear:  # fmt: skip
    """When the year was declared, notified, received; None: not yet. Raises BadInput for days in another order."""
    rules.check_days(declared, notified, received, on=on)
    form, noted = _opened(person, year)
    noted.declared_on, noted.notified_on, noted.received_on = declared, notified, received
    noted.save(update_fields=["declared_on", "notified_on", "received_on"])
    record(f"{FORMS[form]} {year} : jours de la déclaration notés.", by=by.pk, subject=person.structure_id)
    return noted


def _opened(person: LegalPerson, year: int) -> tuple[str, AccordYear]:
    structure = lock(person.structure)
    if structure.form not in FORMS:
        raise BadInput("Cette forme n’a pas d’accord compté par année civile.")
    return structure.form, AccordYear.objects.get_or_create(legal_person=person, year=year)[0]
