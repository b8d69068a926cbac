"""What becomes of an alert: signalled, written, read by its validators, sent, followed, over. Nobody is named in it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.enums import AlertKind, AlertState, VersionState
from maillage.care.lifecycle import alert_before
from maillage.care.models import Alert, AlertNote, AlertStep, AlertVersion, Reading, Validation
from maillage.care.queries.alerts import awaited
from maillage.care.rules.identities import refuse_identity
from maillage.care.rules.local_texts import refuse_people
from maillage.care.services.alert_mail import ask_again, tell_signalled
from maillage.care.services.locking import lock
from maillage.kernel import BadInput, plural
from maillage.people.models import Person
from maillage.people.queries.members import belongs
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before
from maillage.structures.queries.clocks import day_in

MOST_STEPS, MOST_VALIDATORS = 12, 8
BATCH = 500  # rows of one statement
CHANGED = "Cette alerte a changé depuis : rouvrez sa page, puis recommencez."
FROZEN = "Cette version est chez ses validateurs, ou diffusée : écrivez-en une nouvelle pour la changer."


@dataclass(frozen=True, slots=True)
class Signalled:
    """What a form says of an alert; nothing in it names a patient."""

    kind: str
    title: str
    since: date
    words: str = ""
    place: str = ""


@transaction.atomic
def signal(
    structure: Structure,
    said: Signalled,
    *,
    key: UUID,
    at: datetime,
    person: Person | None = None,
    by: User | None = None,
    site: str = "",
) -> Alert:
    """An alert, numbered, with an empty version to write; the same key signals once. Raises BadInput.

    `person`: who signals it by the link of their card; the contact of the structure learns it. `site`: where its pages are.
    """
    for field in ("title", "words"):
        refuse_identity(getattr(said, field), field=field)
    refuse_people(said.place, field="place")
    if said.since > day_in(structure, at):
        raise BadInput("Ce jour est à venir : dites depuis quand c’est là.", field="since")
    lock(structure.pk)
    if known := sent_before(Alert.objects.filter(structure=structure), key):
        return known
    last = structure.alerts.aggregate(last=Max("number"))["last"] or 0
    made = Alert.objects.create(
        structure=structure, number=last + 1, key=key, kind=said.kind, title=said.title, words=said.words,
        place=said.place, since=said.since, person=person, by=by, signalled_at=at,
    )  # fmt: skip
    AlertVersion.objects.create(alert=made, number=1, proposed_by=person)
    if person:
        tell_signalled(made, site=site, at=at)
    record(f"Alerte {made.number} signalée.", by=by.pk if by else None, subject=structure.pk)
    return made


def locked(version: AlertVersion) -> AlertVersion:
    """As it stands, in a transaction."""
    rows = AlertVersion.objects.select_for_update(of=("self",)).select_related("alert__structure")
    return rows.get(pk=version.pk)


@transaction.atomic
def add_step(version: AlertVersion, words: str, *, source: str = "", url: str = "") -> AlertStep:
    """One thing to do. Raises BadInput once it is being validated."""
    refuse_people(words)
    kept = locked(version)
    if kept.state != VersionState.DRAFT:
        raise BadInput(FROZEN)
    if kept.steps.count() >= MOST_STEPS:
        raise BadInput("Douze lignes suffisent : au-delà, personne ne les lit.")
    return AlertStep.objects.create(version=kept, words=words, source=source, url=url)


@transaction.atomic
def drop_step(step: AlertStep) -> None:
    if locked(step.version).state != VersionState.DRAFT:
        raise BadInput(FROZEN)
    AlertStep.objects.filter(pk=step.pk).delete()


@transaction.atomic
def ask_validators(
    version: AlertVersion,
    people: Sequence[Person],
    *,
    proposed_by: Person | None,
    by: User,
    at: datetime,
    site: str,
) -> None:
    """Give it to be read by these; from now on its words change no more. Raises BadInput."""
    kept = locked(version)
    if kept.state == VersionState.ASKED:
        return
    if kept.state != VersionState.DRAFT or kept.alert.state in (AlertState.ENDED, AlertState.DISMISSED):
        raise BadInput(CHANGED)
    if not kept.steps.exists():
        raise BadInput("Écrivez d’abord une ligne de conduite : les validateurs n’auraient rien à lire.")
    named = {person.pk: person for person in people}
    if not named:
        raise BadInput("Nommez au moins une personne qui valide.", field="one")
    if proposed_by and proposed_by.pk in named:
        raise BadInput("Qui propose ne valide pas son propre texte : nommez quelqu’un d’autre.", field="one")
    if len(named) > MOST_VALIDATORS:
        raise BadInput("Huit validateurs suffisent.", field="one")
    kept.state, kept.asked_at, kept.proposed_by, kept.site = VersionState.ASKED, at, proposed_by, site
    kept.save()
    Validation.objects.bulk_create(Validation(version=kept, person=person) for person in named.values())
    said = plural(len(named), "validateur")
    record(f"Alerte {kept.alert.number} : {said}.", by=by.pk, subject=kept.alert.structure_id)


@transaction.atomic
def ask_validators_again(version: AlertVersion, *, by: User, at: datetime) -> int:
    """Write again to the validators who said nothing; how many. Raises BadInput when it is not being read any more."""
    kept = locked(version)
    if kept.state != VersionState.ASKED:
        raise BadInput(CHANGED)
    count = ask_again(kept.validations.filter(answer=""), at=at)
    if count:
        said = f"Alerte {kept.alert.number} : {plural(count, 'validateur relancé', 'validateurs relancés')}."
        record(said, by=by.pk, subject=kept.alert.structure_id)
    return count


@transaction.atomic
def remind(version: AlertVersion, *, by: User, at: datetime) -> int:
    """Write again to those who did not read it, or did not answer; how many. Raises BadInput once it is over."""
    kept = locked(version)
    if kept.state != VersionState.SENT or kept.alert.state != AlertState.SENT:
        raise BadInput(CHANGED)
    count = ask_again(kept.readings.filter(awaited()), at=at)
    if count:
        said = f"Alerte {kept.alert.number} : {plural(count, 'personne relancée', 'personnes relancées')}."
        record(said, by=by.pk, subject=kept.alert.structure_id)
    return count


@transaction.atomic
def validate(validation: Validation, answer: str, *, at: datetime, reason: str = "") -> None:
    """Yes or no, dated; changed as long as the version is being read. Raises BadInput."""
    refuse_identity(reason, field="reason")
    kept = locked(validation.version)
    if kept.state != VersionState.ASKED:
        raise BadInput("Cette version n’est plus à valider : elle est diffusée, ou remplacée.")
    Validation.objects.filter(pk=validation.pk).update(answer=answer, answered_at=at, reason=reason)


@transaction.atomic
def write_again(alert: Alert, *, by: User) -> AlertVersion:
    """Another version, with the steps of the last: what was validated is never changed under those who validated it."""
    lock(alert.structure_id)
    kept = Alert.objects.get(pk=alert.pk)
    if kept.state not in (AlertState.SIGNALLED, AlertState.SENT):
        raise BadInput(CHANGED)
    last = kept.versions.order_by("-number")[0]
    if last.state == VersionState.DRAFT:
        return last
    kept.versions.filter(state=VersionState.ASKED).update(state=VersionState.REPLACED)
    made = AlertVersion.objects.create(
        alert=kept, number=last.number + 1, proposed_by=last.proposed_by,
        asks_answer=last.asks_answer, valid_until=last.valid_until,
    )  # fmt: skip
    AlertStep.objects.bulk_create(
        AlertStep(version=made, words=each.words, source=each.source, url=each.url)
        for each in last.steps.all()
    )
    record(f"Alerte {kept.number} : version {made.number}.", by=by.pk, subject=kept.structure_id)
    return made


@dataclass(frozen=True, slots=True)
class Sent:
    """To whom, and how."""

    professions: Collection[str]
    asks_answer: bool = False
    valid_until: date | None = None


@transaction.atomic
def send(version: AlertVersion, sent: Sent, *, by: User, at: datetime, site: str) -> int:
    """To all who belong and have one of these professions; how many. The version before is replaced. Raises BadInput.

    What a drug is replaced by leaves with the yes of all its validators, and of one at least.
    """
    lock(version.alert.structure_id)
    kept = locked(version)
    if kept.state == VersionState.SENT:
        return kept.readings.count()
    alert = Alert.objects.select_related("structure").get(pk=kept.alert_id)
    today = day_in(alert.structure, at)
    _refuse_to_send(alert, kept, sent, on=today)
    people = alert.structure.people.filter(belongs(today), profession__in=sent.professions)
    found = list(people.values_list("pk", "profession"))
    if not found:
        raise BadInput(
            "Personne de ces professions n’adhère aujourd’hui : choisissez-en d’autres.", field="professions"
        )
    alert.versions.filter(state=VersionState.SENT).update(state=VersionState.REPLACED)
    kept.state, kept.sent_at, kept.site = VersionState.SENT, at, site
    kept.asks_answer, kept.valid_until = sent.asks_answer, sent.valid_until
    kept.save()
    rows = (Reading(version=kept, person_id=pk, profession=profession) for pk, profession in found)
    Reading.objects.bulk_create(rows, batch_size=BATCH)
    Alert.objects.filter(pk=alert.pk).update(state=AlertState.SENT)
    said = plural(len(found), "personne")
    record(f"Alerte {alert.number} diffusée : {said}.", by=by.pk, subject=alert.structure_id)
    return len(found)


def _refuse_to_send(alert: Alert, version: AlertVersion, sent: Sent, *, on: date) -> None:
    if alert.state not in (AlertState.SIGNALLED, AlertState.SENT) or version.state == VersionState.REPLACED:
        raise BadInput(CHANGED)
    if not sent.professions:
        raise BadInput("Choisissez au moins une profession.", field="professions")
    if sent.valid_until and sent.valid_until < on:
        raise BadInput("Ce jour est passé : l’alerte ne vaudrait plus rien.", field="valid_until")
    if not version.steps.exists():
        raise BadInput("Écrivez d’abord une ligne de conduite : que doit faire qui la lit ?")
    # A card that was erased is waited for no more.
    answers = list(version.validations.exclude(person=None, answer="").values_list("answer", flat=True))
    if alert.kind == AlertKind.SHORTAGE and not answers:
        raise BadInput("Une équivalence se valide avant de partir : nommez qui la valide.")
    if "non" in answers:
        raise BadInput("Un validateur refuse : écrivez une nouvelle version, avec lui.")
    if "" in answers:
        raise BadInput(
            "Tous les validateurs n’ont pas répondu : relancez-les, ou écrivez une nouvelle version."
        )


def read(reading: Reading, *, at: datetime) -> None:
    """« Lu » : a gesture, once; the first moment stands."""
    Reading.objects.filter(pk=reading.pk, read_at=None).update(read_at=at)


@transaction.atomic
def answer(reading: Reading, said: str, *, at: datetime) -> None:
    """Whether they do it; it is read too. Changed as one wishes while the alert lasts. Raises BadInput."""
    version = AlertVersion.objects.select_related("alert").get(pk=reading.version_id)
    if not version.asks_answer or version.alert.state != AlertState.SENT:
        raise BadInput("Cette alerte n’attend plus de réponse, merci.")
    read(reading, at=at)
    Reading.objects.filter(pk=reading.pk).update(answer=said, answered_at=at)


def note(
    alert: Alert, words: str, *, at: datetime, by: User | None = None, person: Person | None = None
) -> None:
    """What is learnt meanwhile. Raises BadInput when it names somebody."""
    refuse_identity(words, field="words")
    AlertNote.objects.create(alert=alert, words=words, at=at, by=by, person=person)


@transaction.atomic
def end(alert: Alert, words: str, *, by: User, at: datetime) -> None:
    """It is over: the drug is back, the heat has gone. Those who received it are told, once. Raises BadInput."""
    refuse_identity(words, field="ending")
    _move(alert, AlertState.ENDED, words, at=at)
    record(f"Alerte {alert.number} terminée.", by=by.pk, subject=alert.structure_id)


@transaction.atomic
def dismiss(alert: Alert, words: str, *, by: User, at: datetime) -> None:
    """Nothing comes of it, and why. Raises BadInput."""
    refuse_identity(words, field="ending")
    _move(alert, AlertState.DISMISSED, words, at=at)
    record(f"Alerte {alert.number} sans suite.", by=by.pk, subject=alert.structure_id)


def _move(alert: Alert, state: str, words: str, *, at: datetime) -> None:
    known = Q(pk=alert.pk, state__in=alert_before(state))
    if not Alert.objects.filter(known).update(state=state, ended_at=at, ending=words):
        alert.refresh_from_db()
        if alert.state != state:
            raise BadInput(CHANGED)


@transaction.atomic
def take_up(alert: Alert, *, by: User) -> None:
    """What was dismissed is looked at again."""
    if Alert.objects.filter(pk=alert.pk, state=AlertState.DISMISSED).update(
        state=AlertState.SIGNALLED, ended_at=None, ending=""
    ):
        record(f"Alerte {alert.number} reprise.", by=by.pk, subject=alert.structure_id)
