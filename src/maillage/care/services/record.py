"""Files of people, where certified hosting is stated: made with consent, opened with a reason, erased on their day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.enums import ConsentScope, Mode, PlanPart
from maillage.care.models import (
    CareRequest,
    CareSetting,
    CircleSeat,
    FileConsent,
    FileReading,
    HostingStatement,
    PatientFile,
    PlanText,
    ReconciledDrug,
)
from maillage.care.models.sealed import NO_KEY, UNREADABLE, SealedTextField, seal
from maillage.care.queries.record import consents_of, left_seats
from maillage.care.rules.identities import refuse_identity
from maillage.care.services.codes import new_code
from maillage.care.services.locking import lock
from maillage.kernel import BadInput, date_in_french, folded, plural
from maillage.people.services.replaying import note
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before
from maillage.structures.queries.clocks import day_in
from maillage.ui.slots import CameBack

PROBE = b"maillage"
#: What holds text that the database keeps sealed.
SEALED: tuple[type[Model], ...] = (PatientFile, PlanText, ReconciledDrug)
#: Minutes that an opening lasts before its reason is asked again.
LASTS = 30
A_DAY = timedelta(days=1)
CHANGED = "Quelqu’un a enregistré cette partie pendant que vous écriviez. Vos mots sont gardés ci-dessous : réunissez-les."
NO_CONSENT = "La personne n’a pas donné son accord pour cela, ou l’a retiré : notez-le d’abord."


@dataclass(frozen=True, slots=True)
class Person:
    """Who somebody is; `request`: the request they were known by, whose code they keep."""

    name: str
    born_on: str = ""
    contact: str = ""
    referent: str = ""


def new_key() -> str:
    """A key, to be written in the environment of the site and kept elsewhere too: without it, nothing is read again."""
    return Fernet.generate_key().decode()


@transaction.atomic
def state_hosting(
    structure: Structure, *, host: str, certificate: str, until: date, said_by: str, on: date
) -> HostingStatement:
    """The operator states who hosts, and the mode is switched on. Raises BadInput without a key, or when it is over."""
    if until <= on:
        raise BadInput(
            "Ce certificat n’est plus valable : donnez la date de fin de celui qui l’est.", field="until"
        )
    for field, words in (("host", host), ("certificate", certificate), ("said_by", said_by)):
        if not words.strip():
            raise BadInput("Nommez l’hébergeur, son certificat et qui le déclare.", field=field)
    probe = seal().encrypt(PROBE)
    lock(structure.pk)
    stated = {
        "host": host.strip(),
        "certificate": certificate.strip(),
        "until": until,
        "said_by": said_by.strip(),
        "said_on": on,
    }
    # Stated again, the word keeps its key: files may still be sealed with that one.
    statement, _ = HostingStatement.objects.update_or_create(
        structure=structure, defaults=stated, create_defaults={**stated, "probe": probe}
    )
    CareSetting.objects.update_or_create(structure=structure, defaults={"mode": Mode.HEALTH_DATA})
    record(f"Données de santé ouvertes : {statement}, déclaré par {said_by}.", by=None, subject=structure.pk)
    return statement


@transaction.atomic
def withdraw_hosting(structure: Structure) -> None:
    """Back to the mode without identity. Raises BadInput while a file is there: it is exported, then erased, first."""
    lock(structure.pk)
    if left := structure.patient_files.count():
        raise BadInput(
            f"{plural(left, 'dossier')} encore ici : donnez leur copie, effacez-les, puis revenez au mode sans identité."
        )
    HostingStatement.objects.filter(structure=structure).delete()
    CareSetting.objects.filter(structure=structure).update(mode=Mode.WITHOUT_IDENTITY)
    record("Données de santé fermées.", by=None, subject=structure.pk)


def check_start(*, on: date) -> None:
    """Before the site opens. Raises BadInput when a structure keeps health data without a statement, or when a row
    wants a key that is not there."""
    for setting in CareSetting.objects.filter(mode=Mode.HEALTH_DATA).select_related("structure"):
        if why := why_closed(setting.structure, on=on):
            raise BadInput(f"{setting.structure.name} : {why}")
    for model in SEALED:  # each row: one alone may wait for a key that was dropped too early
        for _ in model._base_manager.only(*_sealed_fields(model)).iterator(chunk_size=200):
            pass


def why_closed(structure: Structure, *, on: date) -> str:
    """Why health data may not be read or written now; empty when they may."""
    statement = HostingStatement.objects.filter(structure=structure).first()
    if statement is None:
        return "aucun hébergement certifié n’est déclaré (« maillage care hosting »)."
    if statement.until < on:
        return f"le certificat de l’hébergeur n’est plus valable depuis le {date_in_french(statement.until)}."
    if not settings.HEALTH_KEYS:
        return NO_KEY
    try:
        seal().decrypt(bytes(statement.probe))
    except InvalidToken:
        return UNREADABLE
    return ""


def _refuse_name(name: str, words: str, *, field: str) -> None:
    """What is not sealed holds no word of the name of its person; short ones, as « de », are anybody's."""
    named = {word for word in folded(name).split() if len(word) >= 3}
    if not named.isdisjoint(folded(words).split()):
        raise BadInput(
            "Écrivez-le sans nommer la personne : ces mots ne sont pas scellés, et restent après son dossier.",
            field=field,
        )


def _lock_agreed(file: PatientFile, *scopes: ConsentScope) -> None:
    """None of these agreements is taken back until this is kept. Raises BadInput without each of them."""
    lock(file.structure_id)
    if not {*scopes} <= consents_of(file):
        raise BadInput(NO_CONSENT)


@transaction.atomic
def open_file(
    structure: Structure,
    person: Person,
    *,
    consents: Iterable[str],
    means: str,
    role: str,
    kept_until: date,
    key: UUID,
    by: User,
    on: date,
    request: CareRequest | None = None,
) -> PatientFile:
    """A file, with what its person agreed to: without an agreement to share there is none. The same key makes one."""
    lock(structure.pk)
    if not CareSetting.objects.filter(structure=structure, mode=Mode.HEALTH_DATA).exists():
        raise BadInput("Cette structure est en mode sans identité : aucun dossier de personne n’y entre.")
    if known := sent_before(structure.patient_files, key):
        return known
    agreed = dict.fromkeys(consents)
    if ConsentScope.TEAM not in agreed:
        raise BadInput("Sans l’accord de la personne pour partager, rien n’est gardé ici.", field="consents")
    _refuse_name(person.name, role, field="role")
    _refuse_name(person.name, person.referent, field="referent")
    if kept_until <= on:
        raise BadInput("Choisissez un jour à venir.", field="kept_until")
    if request and PatientFile.objects.filter(request=request).exists():
        raise BadInput("Cette demande a déjà son dossier.", field="request")
    made = PatientFile.objects.create(
        structure=structure, code=request.code if request else new_code(structure), name=person.name,
        born_on=person.born_on, contact=person.contact, referent=person.referent, opened_on=on, opened_by=by,
        kept_until=kept_until, request=request, key=key,
    )  # fmt: skip
    FileConsent.objects.bulk_create(
        FileConsent(file=made, scope=scope, means=means, given_on=on, heard_by=by) for scope in agreed
    )
    CircleSeat.objects.create(file=made, user=by, role=role, since=on)
    record(f"Dossier {made.code} ouvert.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def read(file: PatientFile, *, reason: str, by: User, is_outside: bool, at: datetime) -> FileReading:
    """Somebody opens it, and why; the trail says that they did. Raises BadInput without a reason, or when it names."""
    words = " ".join(reason.split())
    if len(words) < 3:
        raise BadInput("Dites en quelques mots pourquoi vous ouvrez ce dossier.", field="reason")
    refuse_identity(words, field="reason")
    _refuse_name(file.name, words, field="reason")
    end_seats(file.circle.all())
    made = FileReading.objects.create(
        structure=file.structure,
        file=file,
        code=file.code,
        user=by,
        at=at,
        reason=words[:200],
        is_outside=is_outside,
    )
    how = "ouvert hors du cercle" if is_outside else "lu"
    record(f"Dossier {file.code} {how}.", by=by.pk, subject=file.structure_id)
    return made


@transaction.atomic
def agree(file: PatientFile, scope: str, *, means: str, by: User, on: date) -> None:
    """What the person agrees to; said twice, it is kept once."""
    lock(file.structure_id)
    FileConsent.objects.get_or_create(
        file=file, scope=scope, withdrawn_on=None, defaults={"means": means, "given_on": on, "heard_by": by}
    )
    record(f"Dossier {file.code} : accord noté.", by=by.pk, subject=file.structure_id)


@transaction.atomic
def withdraw(file: PatientFile, scope: str, *, by: User, on: date) -> None:
    """From now on nothing is read or written for it; what was is kept until it is erased."""
    lock(file.structure_id)
    if file.consents.filter(scope=scope, withdrawn_on=None).update(withdrawn_on=on):
        record(f"Dossier {file.code} : accord retiré.", by=by.pk, subject=file.structure_id)


@transaction.atomic
def seat(file: PatientFile, user: User, *, role: str, by: User, on: date) -> None:
    """Somebody takes part in the care of this person; seated twice, they sit once. Raises BadInput without consent, or when
    the role names the person."""
    _lock_agreed(file, ConsentScope.TEAM)
    _refuse_name(file.name, role, field="role")
    end_seats(file.circle.filter(user=user))
    CircleSeat.objects.get_or_create(file=file, user=user, until=None, defaults={"role": role, "since": on})
    record(f"Dossier {file.code} : cercle élargi à {user}.", by=by.pk, subject=file.structure_id)


@transaction.atomic
def unseat(seat: CircleSeat, *, by: User | None, on: date) -> None:
    if CircleSeat.objects.filter(pk=seat.pk, until=None).update(until=on):
        record(
            f"Dossier {seat.file.code} : {seat.user} quitte le cercle.",
            by=by.pk if by else None,
            subject=seat.file.structure_id,
        )


def end_seats(seats: QuerySet[CircleSeat]) -> int:
    """Whoever left the structure leaves its circles, and is seated anew if they come back: how many seats. Done twice,
    it changes nothing."""
    gone = left_seats(seats)
    for seat, day in gone:
        unseat(seat, by=None, on=day)
    return len(gone)


@transaction.atomic
def write_part(file: PatientFile, part: str, text: str, *, version: int, by: User, at: datetime) -> PlanText:
    """A part of the plan, at the version that was read (0: it was empty). Raises BadInput without consent, or when
    somebody wrote meanwhile."""
    _lock_agreed(file, ConsentScope.TEAM, ConsentScope.PLAN)
    kept = PlanText.objects.filter(file=file, part=PlanPart(part)).first()
    if (kept.version if kept else 0) != version:
        raise BadInput(CHANGED, field="text")
    row = kept or PlanText(file=file, part=part, version=0)
    row.text, row.written_at, row.written_by, row.version = text, at, by, version + 1
    row.save()
    record(f"Dossier {file.code} : « {PlanPart(part).label} » écrit.", by=by.pk, subject=file.structure_id)
    return row


@transaction.atomic
def reconcile(
    file: PatientFile, *, drug: str, decision: str, said_by: str, key: UUID, by: User, on: date
) -> ReconciledDrug:
    """A line of the medication reconciliation; the same key writes one. Raises BadInput without consent, or
    when who decides is the person themselves, by their name."""
    _lock_agreed(file, ConsentScope.TEAM, ConsentScope.DRUGS)
    _refuse_name(file.name, said_by, field="said_by")
    if known := sent_before(file.drugs, key):
        return known
    made, _ = ReconciledDrug.objects.get_or_create(
        key=key, defaults={"file": file, "drug": drug, "decision": decision, "said_by": said_by, "on": on}
    )
    record(f"Dossier {file.code} : médicaments revus.", by=by.pk, subject=file.structure_id)
    return made


@transaction.atomic
def drop_drug(line: ReconciledDrug, *, by: User) -> None:
    """Raises BadInput without consent."""
    file = line.file
    _lock_agreed(file, ConsentScope.TEAM, ConsentScope.DRUGS)
    line.delete()
    record(f"Dossier {file.code} : une ligne de médicament retirée.", by=by.pk, subject=file.structure_id)


@transaction.atomic
def erase(file: PatientFile, *, by: User | None) -> None:
    """All of it, at once; who had read it, and when, stays. A restored backup has it erased again."""
    code, structure = file.code, file.structure_id
    note([{"structure": str(structure), "file": str(file.key), "proof": proof_of(file)}])
    file.delete()
    record(f"Dossier {code} effacé.", by=by.pk if by else None, subject=structure)


def erase_due(*, on: date) -> int:
    """Those whose day had come where they are kept when this one began on the site. Done twice, it changes nothing."""
    begins = datetime.combine(on, time(), timezone.get_default_timezone())
    rows = (
        PatientFile.objects.filter(kept_until__lte=on + A_DAY)
        .defer("name", "born_on", "contact")
        .select_related("structure")
    )
    due = [file for file in rows if file.kept_until <= day_in(file.structure, begins)]
    for file in due:
        erase(file, by=None)
    return len(due)


def proof_of(file: PatientFile) -> str:
    """The same for one file: a form that was sent again makes another under the same key."""
    said = f"{file.structure_id} {file.key} {file.pk} {file.code}"
    return salted_hmac("care.file_erasure", said).hexdigest()[:16]


def came_back(lines: Iterable[Mapping[str, Any]], *, replay: bool) -> CameBack:
    """Of those that were noted when they were erased. What is doubtful is left as it is."""
    wanted = {str(line["file"]): line for line in lines if "file" in line}
    there = list(PatientFile.objects.filter(key__in=wanted).defer("name", "born_on", "contact"))
    same = [file for file in there if constant_time_compare(proof_of(file), wanted[str(file.key)]["proof"])]
    for file in same if replay else ():
        erase(file, by=None)
    return CameBack(
        len(same),
        len(same) if replay else 0,
        {
            f.code: f"Dossier {f.code} : il n’est pas celui qui a été effacé sous la même clé. Regardez-le vous-même."
            for f in there
            if f not in same
        },
    )


def seal_again() -> int:
    """All that is sealed, with the newest key, so that an older one may be forgotten: how many rows."""
    count = sum(
        _seal_row(model, pk)
        for model in SEALED
        for pk in list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    )
    for statement in HostingStatement.objects.all():
        statement.probe = seal().encrypt(PROBE)
        statement.save(update_fields=["probe"])
    return count


@transaction.atomic
def _seal_row(model: type[Model], pk: int) -> bool:
    """One row as it stands once it is locked: erased meanwhile, it stays so."""
    row = model._base_manager.select_for_update().filter(pk=pk).first()
    if row is None:
        return False
    row.save(force_update=True, update_fields=_sealed_fields(model))
    return True


def _sealed_fields(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if isinstance(field, SealedTextField)]
