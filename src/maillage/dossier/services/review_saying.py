"""What is said of a document: remarks, complements, opinions, by a link or typed by who received them; and drafts."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.dossier.enums import Channel, RemarkKind
from maillage.dossier.models import Opening, Opinion, Remark, ReviewDraft
from maillage.dossier.models.review import LONGEST_WORDS
from maillage.dossier.queries.review_content import content_of
from maillage.dossier.services.review import locked
from maillage.files.models import File
from maillage.kernel import BadInput
from maillage.structures.queries import sent_before

#: Of an opening: nobody reads further.
MOST_REMARKS, MOST_OPINIONS = 500, 50
#: Texts that came too late, of an opening.
MOST_LATE = 20
#: The place of an opinion, among drafts; a section has its own key.
OPINION = "avis"


@dataclass(frozen=True, slots=True)
class GivenRemark:
    """`section` empty: of the whole document. `quotation`: the passage, as it was read."""

    words: str
    kind: str = RemarkKind.REMARK
    section: str = ""
    quotation: str = ""
    wanted_on: date | None = None
    channel: str = Channel.LINK
    received_on: date | None = None  # None: today


@dataclass(frozen=True, slots=True)
class GivenOpinion:
    verdict: str
    words: str
    name: str
    given_on: date
    channel: str = Channel.LINK
    received_on: date | None = None


@transaction.atomic
def note_remark(
    opening: Opening,
    given: GivenRemark,
    *,
    key: UUID,
    by: User | None,
    at: datetime,
    on: date,
    paper: File | None = None,
) -> Remark:
    """By whoever reads (`by` is None), or typed for them. The same key writes it once.

    Raises BadInput for words that lack, a section that was not opened, or a day to come.
    """
    kept = locked(opening)
    if there := sent_before(Remark.objects.filter(opening=kept), key):
        return there
    _refuse_words(given.words)
    if kept.remarks.count() >= MOST_REMARKS:
        raise BadInput("Cinq cents remarques sont déjà notées : écrivez les suivantes en une seule.")
    version, seal = 0, ""
    if given.section:
        if given.section not in kept.sections:
            raise BadInput("Cette partie n’est pas de celles qui ont été ouvertes.", field="section")
        read = next((each for each in content_of(kept.document, on=on) if each.key == given.section), None)
        version = read.version if read else 0
        seal = read.seal if read and not given.quotation else ""
    received = _received_on(given.received_on, on=on)
    written = asdict(given) | {"received_on": received, "version": version, "seal": seal}
    remark = kept.remarks.create(key=key, noted_by=by, made_at=at, paper=paper, **written)
    _forget_draft(kept, given.section, given.words)
    kind = str(RemarkKind(given.kind).label).lower()
    said = (
        f"Relecture de {kept.person}, {kept.body} : une {kind}."
        if kind == "remarque"
        else f"{kept.body} : {kind}."
    )
    record(said, by=by.pk if by else None, subject=kept.structure_id)
    return remark


@transaction.atomic
def give_opinion(
    opening: Opening,
    given: GivenOpinion,
    *,
    key: UUID,
    by: User | None,
    at: datetime,
    on: date,
    paper: File | None = None,
) -> Opinion:
    """The last given is the one that holds, those before stay. The same key writes it once. Raises BadInput."""
    kept = locked(opening)
    if there := sent_before(Opinion.objects.filter(opening=kept), key):
        return there
    _refuse_words(given.words)
    if given.given_on > on:
        raise BadInput("Cette date est à venir : un avis est du jour où il est donné.", field="given_on")
    if kept.opinions.count() >= MOST_OPINIONS:
        raise BadInput("Cinquante avis sont déjà notés pour cette personne.")
    received = _received_on(given.received_on, on=on)
    written = asdict(given) | {"received_on": received}
    opinion = kept.opinions.create(key=key, noted_by=by, made_at=at, paper=paper, **written)
    _forget_draft(kept, OPINION, given.words)
    said = f"Avis {opinion.get_verdict_display().lower()} de {kept.body}, {opinion.get_channel_display().lower()}."
    record(said, by=by.pk if by else None, subject=kept.structure_id)
    return opinion


@transaction.atomic
def answer_remark(remark: Remark, words: str, *, by: User, at: datetime) -> Remark:
    """Answered, it waits no more; answered again, the last words stand. Raises BadInput for none."""
    if not words.strip():
        raise BadInput("Écrivez la réponse : celui ou celle qui a fait la remarque la lira.", field="answer")
    opening = locked(remark.opening)
    kept = get_object_or_404(Remark.objects.select_for_update(of=("self",)), pk=remark.pk)
    kept.opening = opening
    kept.answer, kept.answered_at, kept.answered_by = words.strip(), at, by
    kept.save(update_fields=["answer", "answered_at", "answered_by"])
    record(f"Réponse à une remarque de {opening.body}.", by=by.pk, subject=opening.structure_id)
    return kept


@transaction.atomic
def keep_draft(opening: Opening, place: str, words: str, *, at: datetime) -> ReviewDraft | None:
    """What is being written, as it is; None once there is nothing."""
    place, words = place[:70], words[:LONGEST_WORDS]
    if not words.strip():
        opening.drafts.filter(place=place, is_late=False).delete()
        return None
    draft, _ = ReviewDraft.objects.update_or_create(
        opening=opening, place=place, is_late=False, defaults={"words": words, "saved_at": at}
    )
    return draft


@transaction.atomic
def keep_late(opening: Opening, place: str, words: str, *, at: datetime) -> bool:
    """What was sent by a link that leads nowhere any more, each text once; False when too many are kept already."""
    place, words = place[:70], words[:LONGEST_WORDS]
    locked(opening)
    if opening.drafts.filter(place=place, words=words).exists():
        return True
    if opening.drafts.filter(is_late=True).count() >= MOST_LATE:
        return False
    opening.drafts.create(place=place, words=words, saved_at=at, is_late=True)
    return True


def drop_draft(opening: Opening, pk: int) -> None:
    """They want it no more. Twice, it is done once."""
    opening.drafts.filter(pk=pk).delete()


def _forget_draft(opening: Opening, place: str, words: str) -> None:
    """It is filed: the draft is over, and what came too late when it says the same."""
    opening.drafts.filter(place=place, is_late=False).delete()
    same = [each.pk for each in opening.drafts.filter(place=place) if each.words.split() == words.split()]
    opening.drafts.filter(pk__in=same).delete()


def _refuse_words(words: str) -> None:
    if not words.strip():
        raise BadInput("Écrivez ce que vous avez à dire.", field="words")
    if len(words) > LONGEST_WORDS:
        raise BadInput(
            "Ce texte est trop long : vingt mille signes au plus. Joignez le reste en pièce.", field="words"
        )


def _received_on(day: date | None, *, on: date) -> date:
    if day is not None and day > on:
        raise BadInput("Cette date est à venir : dites le jour où vous l’avez reçu.", field="received_on")
    return day or on
