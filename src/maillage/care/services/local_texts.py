"""A text of a team: written, corrected while it is a draft, validated by named people, never changed after."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.enums import LocalKind, Validated
from maillage.care.models import LocalText, LocalValidation, LocalVersion
from maillage.care.rules.identities import refuse_identity
from maillage.care.rules.local_texts import MOST_PROTOCOL, refuse_people
from maillage.care.services.alert_mail import ask_again
from maillage.kernel import BadInput, plural
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before
from maillage.structures.queries.clocks import day_in

SEALED = "Cette version est chez ses validateurs, ou validée : elle ne change plus. Écrivez la suivante."
CHANGED = "Quelqu’un a enregistré ce texte pendant que vous écriviez. Vos mots sont gardés ci-dessous : relisez, puis enregistrez."


def judged(kind: str, words: str) -> str:
    """The words, when they may be kept. Raises BadInput: somebody named, a tree that cannot be followed, with its line."""
    refuse_people(words)
    if kind == LocalKind.TREE:
        legislation.read_tree(words)
    elif len(words) > MOST_PROTOCOL:
        raise BadInput(
            f"Un protocole tient sur une page ou deux : {MOST_PROTOCOL} caractères au plus.", field="words"
        )
    return words


@transaction.atomic
def write_local(
    structure: Structure,
    kind: str,
    title: str,
    words: str,
    *,
    review_on: date | None,
    key: UUID,
    on: date,
    by: User,
) -> LocalText:
    """A new text, its first version a draft; the same key writes one. Raises BadInput."""
    judged(kind, words)
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if known := sent_before(LocalText.objects.filter(structure=structure), key):
        return known
    made = LocalText.objects.create(structure=structure, kind=kind, title=title, key=key)
    LocalVersion.objects.create(
        text=made, number=1, words=words, review_on=review_on, written_on=on, written_by=by
    )
    record(f"« {title} » est écrit.", by=by.pk, subject=structure.pk)
    return made


@transaction.atomic
def write_version(
    text: LocalText, words: str, *, review_on: date | None, version: int, on: date, by: User
) -> LocalVersion:
    """The draft corrected, or, once validators have the last, the next one begun (`version` is 0). Raises BadInput.

    One that not all had accepted is replaced: its answers stay read, and they are asked again of the new words.
    """
    judged(text.kind, words)
    LocalText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    last = text.versions.order_by("-number")[0]
    if last.asked_at:
        if version:
            raise BadInput(SEALED)
        text.versions.filter(pk=last.pk, validated_on=None).update(replaced_on=on)
        last = LocalVersion(text=text, number=last.number + 1, version=0)
    elif last.version != version:
        raise BadInput(CHANGED)
    last.words, last.review_on, last.written_on, last.written_by = words, review_on, on, by
    last.version += 1
    last.save()
    return last


@transaction.atomic
def ask_validators(
    text: LocalText, people: Sequence[Person], *, version: int, at: datetime, by: User, site: str
) -> LocalVersion:
    """Give the draft to be read by these: its words change no more, each answers by their own link. Raises BadInput."""
    LocalText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    last = text.versions.order_by("-number")[0]
    if last.asked_at:
        raise BadInput("Cette version est déjà chez ses validateurs.")
    if last.version != version:
        raise BadInput("Ce texte a changé depuis : relisez-le avant de le faire valider.")
    named = list(dict.fromkeys(people))
    if not named:
        raise BadInput("Dites qui valide : une personne au moins.", field="person_1")
    LocalValidation.objects.bulk_create(
        LocalValidation(version=last, person=each, profession=each.profession) for each in named
    )
    LocalVersion.objects.filter(pk=last.pk).update(asked_at=at, site=site)
    last.refresh_from_db()
    said = plural(len(named), "validateur")
    record(f"« {text.title} », version {last.number} : {said}.", by=by.pk, subject=text.structure_id)
    return last


@transaction.atomic
def ask_validators_again(text: LocalText, *, by: User, at: datetime) -> int:
    """Write again to the validators who said nothing; how many. Raises BadInput when it is not being read any more."""
    LocalText.objects.select_for_update(of=("self",)).get(pk=text.pk)
    last = text.versions.order_by("-number")[0]
    if not last.is_asked:
        raise BadInput("Cette version n’est plus à valider : elle est validée, ou remplacée.")
    count = ask_again(last.validations.filter(answer=""), at=at)
    if count:
        said = plural(count, "validateur relancé", "validateurs relancés")
        record(f"« {text.title} », version {last.number} : {said}.", by=by.pk, subject=text.structure_id)
    return count


@transaction.atomic
def answer_version(
    validation: LocalValidation, answer: str, *, fingerprint: str, at: datetime, reason: str = ""
) -> LocalVersion:
    """Yes or no of who was named, dated, to the words of that fingerprint; the last yes seals the version.

    Changed as long as it is being read. Raises BadInput for other words, or when it is not to validate any more.
    """
    refuse_identity(reason, field="reason")
    text = LocalText.objects.select_for_update(of=("self",)).get(pk=validation.version.text_id)
    text.structure = validation.version.text.structure
    kept = LocalVersion.objects.get(pk=validation.version_id)
    if not kept.is_asked:
        raise BadInput("Cette version n’est plus à valider : elle est validée, ou remplacée.")
    if fingerprint != kept.fingerprint:
        raise BadInput("Ce n’est pas le texte affiché : rouvrez la page, relisez-le, puis répondez.")
    LocalValidation.objects.filter(pk=validation.pk).update(answer=answer, answered_at=at, reason=reason)
    # A card that was erased is waited for no more.
    answers = set(kept.validations.exclude(person=None, answer="").values_list("answer", flat=True))
    if answers == {Validated.YES}:
        LocalVersion.objects.filter(pk=kept.pk).update(validated_on=day_in(text.structure, at))
        record(f"« {text.title} », version {kept.number}, est validé.", by=None, subject=text.structure_id)
    kept.refresh_from_db()
    return kept


def withdraw(text: LocalText, *, on: date, by: User) -> None:
    """Followed no more; its versions stay read. Retired already, it is followed again."""
    if LocalText.objects.filter(pk=text.pk, withdrawn_on__isnull=False).update(withdrawn_on=None):
        record(f"« {text.title} » est repris.", by=by.pk, subject=text.structure_id)
        return
    if LocalText.objects.filter(pk=text.pk, withdrawn_on=None).update(withdrawn_on=on):
        record(f"« {text.title} » est retiré.", by=by.pk, subject=text.structure_id)
