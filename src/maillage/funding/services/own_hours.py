"""What somebody says of their own time, by their link: another time than a meeting, a sum they contest or give up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.files.models import File
from maillage.funding.enums import ClaimState, IndemnityKind
from maillage.funding.models import Claim
from maillage.funding.queries.hours import payer_of
from maillage.funding.queries.own import priced_for
from maillage.funding.services.locking import lock
from maillage.kernel import BadInput, date_in_french, euros, plural, visible, with_no_break_spaces
from maillage.links.models import Link
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.models import Person
from maillage.people.queries.addresses import is_address
from maillage.people.queries.desk import contact_of
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before
from maillage.structures.queries.clocks import day_in

#: Of one day; declared no later than that, so that who approves still remembers.
MOST_MINUTES, LATEST = 12 * 60, timedelta(days=366)


@dataclass(frozen=True, slots=True)
class GivenTime:
    """`began_at` on the clocks of the structure."""

    label: str
    began_at: datetime
    minutes: int
    action: int | None = None


@transaction.atomic
def declare(person: Person, given: GivenTime, *, key: UUID, at: datetime) -> Claim:
    """Ask for a time that no meeting tells; the same form sent twice asks once.

    Raises BadInput for a time to come, one that overlaps another of theirs, one that the *barème* does not pay.
    """
    structure = lock(person.structure)
    if made := sent_before(Claim.objects.filter(person=person), key):
        return made
    ends_at = given.began_at + timedelta(minutes=given.minutes)
    if ends_at > at:
        raise BadInput("Ce temps n’est pas encore passé : déclarez-le après.", field="day")
    if given.began_at < at - LATEST:
        raise BadInput("Ce temps est trop ancien : dites-le à qui tient les comptes.", field="day")
    payer = payer_of(structure)
    if payer is None:
        raise BadInput("Personne ne peut encore payer ce temps : la structure n’a pas de personne morale.")
    told = priced_for(person, payer, given.began_at, ends_at)
    if told.waits:
        raise BadInput(told.waits.replace("une autre réunion", "un autre temps noté"), field="day")
    if told.rate is None or not told.amount:
        raise BadInput("D’après le barème voté, ce temps est bénévole : il n’y a rien à demander.")
    made = Claim.objects.create(
        legal_person=payer, person=person, name=person.name[:120], label=given.label,
        held_on=told.on, minutes=told.minutes, kind=IndemnityKind(told.rate.kind), amount=told.amount,
        asked_on=day_in(structure, at), began_at=given.began_at, key=key,
        action=structure.project_actions.filter(pk=given.action).first() if given.action else None,
    )  # fmt: skip
    record(f"{made.name} déclare {made.label}, {euros(made.amount)}.", by=None, subject=structure.pk)
    return made


def asked(claim: Claim) -> Claim:
    """The claim as it stands, locked, while its person may still speak of it. Raises BadInput once it is decided."""
    lock(claim.legal_person.structure)
    kept = get_object_or_404(Claim.objects.select_related("legal_person__structure"), pk=claim.pk)
    if kept.state != ClaimState.ASKED:
        raise BadInput(
            f"Cette demande est {kept.get_state_display().lower()} : voyez-en avec qui tient les comptes."
        )
    return kept


def prove(claim: Claim, proof: File) -> None:
    """The paper that shows a declared time."""
    Claim.objects.filter(pk=claim.pk).update(proof=proof)


def take_back(claim: Claim) -> None:
    """A time whose paper was refused was not declared: it is sent again with another."""
    Claim.objects.filter(pk=claim.pk, state=ClaimState.ASKED, proof=None).delete()


@transaction.atomic
def contest(claim: Claim, words: str) -> Claim:
    """What is wrong with it, in the words of its person; what was answered before is over. Raises BadInput."""
    kept = asked(claim)
    kept.contested, kept.answer = words, ""
    kept.save(update_fields=["contested", "answer"])
    said = f"{kept.name} conteste une demande de {euros(kept.amount)} : {kept.label}."
    record(said, by=None, subject=kept.legal_person.structure_id)
    return kept


@transaction.atomic
def waive(claim: Claim) -> Claim:
    """Its person asks for nothing; said twice, it is said once. Raises BadInput."""
    if Claim.objects.filter(pk=claim.pk, state=ClaimState.WAIVED).exists():
        return claim
    kept = asked(claim)
    kept.state = ClaimState.WAIVED
    kept.save(update_fields=["state"])
    said = f"{kept.name} renonce à {euros(kept.amount)} : {kept.label}."
    record(said, by=None, subject=kept.legal_person.structure_id)
    return kept


@transaction.atomic
def answer(claim: Claim, words: str, *, seen: str, by: User) -> Claim:
    """What is answered to who contests: it may be approved, or refused, from then on. `seen`: the words that were read.

    Raises BadInput when nobody contests, or in other words by now.
    """
    kept = asked(claim)
    if not kept.contested:
        raise BadInput("Personne ne conteste cette demande.")
    if kept.contested != seen:
        raise BadInput("La personne vient d’écrire autre chose : lisez-la, puis répondez.")
    kept.answer = words
    kept.save(update_fields=["answer"])
    said = f"Réponse à {kept.name}, qui contestait {euros(kept.amount)} : {kept.label}."
    record(said, by=by.pk, subject=kept.legal_person.structure_id)
    return kept


def tell(structure: Structure, made: Sequence[Claim], *, site: str, at: datetime) -> int:
    """To each whose hours were just confirmed, one message for each claim: read, contest or give up. How many."""
    theirs = [each for each in made if each.person and is_address(each.person.email)]
    doors = doors_to([each.person for each in theirs if each.person], on=timezone.localdate(at))
    for claim in theirs:
        if claim.person_id:
            write(structure, claim, doors[claim.person_id], site=site, at=at)
    return len(theirs)


def write(structure: Structure, claim: Claim, door: Link, *, site: str, at: datetime) -> None:
    if claim.person is None:
        return
    what = f"{claim.label}, le {date_in_french(claim.held_on)} : {claim.get_kind_display().lower()}"
    body = (
        f"Bonjour,\n\nVos heures sont notées pour « {structure.name} ».\n\n{what} de {euros(claim.amount)} pour "
        f"{plural(claim.minutes, 'minute')}. Une autre personne l’approuve ensuite.\n\nC’est juste : vous n’avez rien à faire.\n"
        f"Contester ou renoncer : {site.rstrip('/')}{door.step(f'demande-{claim.pk}')}"
    )
    post(
        f"funding.claim {claim.pk}",
        subject=with_no_break_spaces(" ".join(f"Vos heures pour « {structure.name} »".split())),
        body=with_no_break_spaces(visible(body)),
        sender=" ".join(structure.name.split()),
        to=[To(claim.person.email, " ".join(claim.person.name.split()))],
        at=at,
        reply_to=contact_of(structure),
        about=structure.pk,
    )
