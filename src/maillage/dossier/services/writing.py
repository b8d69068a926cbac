"""Writing a section: one holds the pen, what is typed is kept, each save is a version."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.dossier.enums import SectionState
from maillage.dossier.lifecycle import is_open, moved, rewritten
from maillage.dossier.models import Document, SectionDraft, SectionPen, SectionText, SectionVersion
from maillage.dossier.queries.pens import pen_of
from maillage.dossier.rules.cleaning import A_PAGE, LONGEST, cleaned
from maillage.kernel import BadInput, hour, integer
from maillage.people.models import Person
from maillage.structures.models import Structure

#: A draft is kept whole, longer than a section may be: what is refused is not lost.
LONGEST_DRAFT = 1_500_000


class WrittenMeanwhile(BadInput):
    """Somebody saved this section since the page was opened. `theirs` is what stands now."""

    def __init__(self, theirs: SectionText) -> None:
        super().__init__(
            "Quelqu’un a enregistré cette partie pendant que vous écriviez. Le vôtre est dans le cadre, l’autre "
            "plus bas : réunissez-les, puis enregistrez.",
            field="text",
        )
        self.theirs = theirs


class HeldByAnother(BadInput):
    """Somebody else writes this section now; `pen` says who, and since when."""

    def __init__(self, pen: SectionPen) -> None:
        since = hour(timezone.localtime(pen.since))
        super().__init__(
            f"{pen.user} écrit cette partie depuis {since}. Votre texte est gardé dans le cadre : "
            "attendez, ou reprenez la plume.",
            field="text",
        )
        self.pen = pen


def write_section(
    document: Document,
    section: str,
    text: str,
    *,
    rich: bool,
    version: int,
    by: User,
    at: datetime,
    seals: Mapping[str, str] | None = None,
    over: bool = False,
) -> SectionText:
    """Keep the words of a section as a new version; its writer's draft is over.

    Raises WrittenMeanwhile when `version` is not the one that stands, HeldByAnother unless the pen is taken `over`.
    `seals`: of the blocks that its writer saw beside these words.
    """
    if len(text) > LONGEST:
        raise BadInput(
            f"Ce texte fait environ {integer(len(text) // A_PAGE)} pages : une partie en garde "
            f"{LONGEST // A_PAGE} au plus. Coupez-le, ou joignez-le en annexe. Rien n’est perdu : il reste dans le cadre.",
            field="text",
        )
    html = cleaned(text, rich=rich)
    with transaction.atomic():
        row = locked(document, section)
        must_be_open(document, row)
        if row.html == html and row.version:
            SectionDraft.objects.filter(text=row, user=by).delete()
            return row
        if (pen := pen_of(row, at)) and pen.user_id != by.pk and not over:
            raise HeldByAnother(pen)
        if row.version != version:
            raise WrittenMeanwhile(row)
        row.html, row.version, row.updated_by = html, version + 1, by
        row.state = rewritten(SectionState(row.state), is_empty=not html)
        if seals is not None:
            day = timezone.localdate(at).isoformat()
            row.seen = {block: {"seal": seal, "on": day} for block, seal in seals.items()}
        row.save()
        SectionVersion.objects.create(text=row, number=row.version, html=html, written_at=at, written_by=by)
        SectionDraft.objects.filter(text=row, user=by).delete()
        SectionPen.objects.filter(text=row).delete()
        record(f"Document : la partie « {section} » est écrite.", by=by.pk, subject=document.structure_id)
    return row


@transaction.atomic
def take_pen(document: Document, section: str, *, by: User, at: datetime, over: bool = False) -> SectionPen:
    """Say that one writes. Raises HeldByAnother while somebody else does, unless it is taken `over`."""
    row = locked(document, section)
    must_be_open(document, row)
    return held_pen(row, by=by, at=at, over=over)


def held_pen(row: SectionText, *, by: User, at: datetime, over: bool) -> SectionPen:
    """In the transaction that locked the row."""
    pen = pen_of(row, at)
    if pen is None:
        SectionPen.objects.filter(text=row).delete()
        return SectionPen.objects.create(text=row, user=by, since=at, heard_at=at)
    if pen.user_id == by.pk:
        pen.heard_at = at
        pen.save(update_fields=["heard_at"])
        return pen
    if not over:
        raise HeldByAnother(pen)
    holder = pen.user
    pen.user, pen.since, pen.heard_at = by, at, at
    pen.save(update_fields=["user", "since", "heard_at"])
    record(
        f"Document : la plume de « {row.section} » passe de {holder} à {by}.",
        by=by.pk,
        subject=row.structure_id,
    )
    return pen


def give_pen_back(document: Document, section: str, *, by: User) -> None:
    SectionPen.objects.filter(text__document=document, text__section=section, user=by).delete()


@transaction.atomic
def keep_draft(
    document: Document, section: str, text: str, *, rich: bool, version: int, by: User, at: datetime
) -> tuple[SectionDraft, SectionPen | None]:
    """What somebody types, kept for them alone; with whoever holds the pen when it is not them."""
    if len(text) > LONGEST_DRAFT:
        raise BadInput(
            "Ce texte est trop long pour être gardé ici. Copiez-le ailleurs, et coupez-le.", field="text"
        )
    row = locked(document, section)
    draft = SectionDraft.objects.filter(text=row, user=by).first()
    if draft is None:
        draft = SectionDraft(text=row, user=by, number=0)
    draft.html, draft.version, draft.kept_at = cleaned(text, rich=rich), version, at
    draft.number += 1
    draft.save()
    try:
        held_pen(row, by=by, at=at, over=False)
    except HeldByAnother as refusal:
        return draft, refusal.pen
    return draft, None


def forget_draft(document: Document, section: str, *, by: User) -> None:
    SectionDraft.objects.filter(text__document=document, text__section=section, user=by).delete()


@transaction.atomic
def move_section(document: Document, section: str, move: str, *, by: User) -> SectionText:
    """Say where a section is. Raises BadInput for a move that does not leave from there."""
    row = locked(document, section)
    if document.is_frozen:
        raise BadInput("Ce document est arrêté : ses parties ne changent plus.")
    state = moved(SectionState(row.state), move)
    if state is None:
        raise BadInput(f"Cette partie est « {row.get_state_display()} » : rechargez la page.")
    if state != SectionState.TO_WRITE and not row.html:
        raise BadInput("Cette partie n’a pas encore de mots : écrivez-la d’abord.")
    row.state = state
    SectionText.objects.filter(pk=row.pk).update(state=state)
    record(
        f"Document : la partie « {section} » est {state.label.lower()}.", by=by.pk, subject=row.structure_id
    )
    return row


@transaction.atomic
def entrust_section(
    document: Document, section: str, *, person: Person | None, account: User | None, by: User
) -> None:
    """Who writes it: a card or an account; neither, and it is nobody's."""
    row = locked(document, section)
    SectionText.objects.filter(pk=row.pk).update(owner=person, owner_account=None if person else account)
    who = person or account
    said = f"est confiée à {who}" if who else "n’est plus confiée à personne"
    record(f"Document : la partie « {section} » {said}.", by=by.pk, subject=row.structure_id)


def locked(document: Document, section: str) -> SectionText:
    """Its row, made when it has none. The structure's row is the lock: two first writers wait for each other."""
    Structure.objects.select_for_update(of=("self",)).get(pk=document.structure_id)
    row, _ = SectionText.objects.get_or_create(
        document=document,
        section=section,
        defaults={"structure_id": document.structure_id, "plan": document.plan, "version": 0},
    )
    return row


def must_be_open(document: Document, row: SectionText) -> None:
    """Raises BadInput when the words may not change."""
    if Document.objects.get(pk=document.pk).is_frozen:
        raise BadInput(
            "Ce document est arrêté : ses mots ne changent plus. Votre texte reste dans le cadre.",
            field="text",
        )
    if not is_open(SectionState(row.state)):
        raise BadInput(
            "Cette partie est arrêtée : rouvrez-la pour l’écrire. Votre texte reste dans le cadre.",
            field="text",
        )
