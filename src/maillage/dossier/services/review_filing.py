"""A document is filed: frozen word for word, recognised by its fingerprint, received on a day from which delays run."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.documents.services import as_data, digest_of
from maillage.dossier.documents.printed import laid_out
from maillage.dossier.enums import DocumentState, SectionState
from maillage.dossier.models import ClauseChoice, Document, FrozenState, SectionText, SectionVersion
from maillage.dossier.queries.documents import title_of
from maillage.dossier.queries.parts import parts_of
from maillage.dossier.queries.review_content import content_in
from maillage.dossier.services.review import lock_document
from maillage.files.models import File
from maillage.files.services import drop as drop_file
from maillage.kernel import BadInput, date_in_french
from maillage.structures.enums import Track
from maillage.structures.queries import moves_on
from maillage.structures.services import advance


@transaction.atomic
def freeze(document: Document, *, by: User, at: datetime) -> FrozenState:
    """Its content as it stands, kept word for word with the version of each section. Twice, it is frozen once.

    Who writes a section waits for it, or it for them: what is kept is of one moment. Raises BadInput for one that has no
    word.
    """
    document = lock_document(document)
    if document.state == DocumentState.FROZEN:
        return document.frozen
    on = timezone.localdate(at)
    parts = parts_of(document, on=on)
    sections = [content_in(each) for each in parts]
    if not any(each.html for each in sections):
        raise BadInput("Aucune partie n’est écrite : il n’y a rien à déposer.")
    content: dict[str, Any] = {
        "document": as_data(laid_out(document, parts, on=on)),
        "sections": [
            {
                "key": each.key,
                "title": each.title,
                "version": each.version,
                "html": each.html,
                "blocks": as_data(each.blocks),
            }
            for each in sections
        ],
    }
    frozen = FrozenState.objects.create(
        document=document, frozen_at=at, frozen_by=by, content=content, digest=digest_of(content)
    )
    Document.objects.filter(pk=document.pk).update(state=DocumentState.FROZEN)
    said = f"{title_of(document)} : arrêté, empreinte {frozen.digest[:8]}."
    record(said, by=by.pk, subject=document.structure_id)
    return frozen


def is_intact(frozen: FrozenState) -> bool:
    """Whether its content is still what its fingerprint was made of."""
    return digest_of(frozen.content) == frozen.digest


def same_digest(frozen: FrozenState, given: str) -> bool:
    """Whether a fingerprint typed from paper, by groups or not, is this one."""
    return "".join(given.split()).lower() == frozen.digest


@transaction.atomic
def note_receipt(
    frozen: FrozenState, receipt_on: date, *, by: User, on: date, paper: File | None = None
) -> str:
    """The day of the receipt; the track of recognition moves that day, when it stands before. Says what was noted.

    Delays run from that day by themselves, where the law gives one; nothing is deemed valid by itself. Raises BadInput.
    """
    document = lock_document(frozen.document)
    kept = FrozenState.objects.select_for_update(of=("self",)).get(pk=frozen.pk)
    if receipt_on > on:
        raise BadInput("Cette date est à venir : notez le récépissé quand vous l’avez.", field="receipt_on")
    former = kept.receipt if paper and kept.receipt_id else None
    kept.receipt_on = receipt_on
    kept.receipt = paper or kept.receipt
    kept.save(update_fields=["receipt_on", "receipt"])
    if former:
        drop_file(former)
    said = f"{title_of(document)} : récépissé du {date_in_french(receipt_on)}."
    record(said, by=by.pk, subject=document.structure_id)
    move = filing_move(document)
    if move is None:
        return "Le récépissé est noté. L’étape de votre structure n’a pas changé : elle est déjà plus loin."
    words = f"Récépissé du {date_in_french(receipt_on)}, empreinte {kept.digest[:8]}"
    advance(document.structure, Track.RECOGNITION, move, by=by, on=receipt_on, today=on, document=words)
    return f"Le récépissé est noté, et l’étape aussi\N{NO-BREAK SPACE}: {move.label}."


def filing_move(document: Document) -> Any:
    """What filing this document does to the recognition of its structure, from where it stands (a move of its track);
    None: nothing."""
    stage = legislation.plan(document.plan).until
    possible = moves_on(document.structure, Track.RECOGNITION) if stage else ()
    return next((move for move in possible if move.enters == stage), None)


@transaction.atomic
def new_round(document: Document, *, by: User, at: datetime) -> Document:
    """Another version of one that is frozen, with its words; the one that was filed stays as it is. Twice, one is begun.

    Raises BadInput for one that is still being written.
    """
    document = lock_document(document)
    if document.state != DocumentState.FROZEN:
        raise BadInput("Ce document s’écrit encore : il n’a pas besoin d’une nouvelle version.")
    rounds = Document.objects.filter(structure=document.structure, plan=document.plan).order_by("number")
    last = rounds.last()
    if last and last.state != DocumentState.FROZEN and last.number > document.number:
        return last
    made = Document.objects.create(
        structure=document.structure,
        plan=document.plan,
        number=(last.number if last else document.number) + 1,
        title=document.title,
        blanks=document.blanks,
        started_by=by,
    )
    for text in document.section_texts.prefetch_related("choices"):
        copy_section(text, made, by=by, at=at)
    said = f"{title_of(made)} : nouvelle version, n° {made.number}."
    record(said, by=by.pk, subject=document.structure_id)
    return made


def copy_section(text: SectionText, to: Document, *, by: User, at: datetime) -> None:
    """Its words begin another document, as its first version, with the clauses chosen; who it was entrusted to keeps it."""
    copied = SectionText.objects.create(
        structure=to.structure,
        document=to,
        plan=to.plan,
        section=text.section,
        html=text.html,
        version=1 if text.version else 0,
        state=SectionState.WRITTEN if text.state == SectionState.SETTLED else text.state,
        owner=text.owner,
        owner_account=text.owner_account,
        seen=text.seen,
        from_clauses=text.from_clauses,
        updated_by=text.updated_by,
    )
    if text.version:
        SectionVersion.objects.create(text=copied, number=1, html=text.html, written_at=at, written_by=by)
    for each in text.choices.all():
        ClauseChoice.objects.create(
            text=copied, clause=each.clause, options=each.options, chosen_at=at, chosen_by=each.chosen_by
        )
