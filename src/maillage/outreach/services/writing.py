"""Writing a bulletin, and letting go of it."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.links.services import close_links
from maillage.outreach.models import Bulletin, ToldItem
from maillage.structures.models import Structure

MOST_DRAFTS = 20
MOST_NEWS = 1_000


@dataclass(frozen=True, slots=True)
class Written:
    """What the page sends. `left_out`: keys of the news unticked."""

    title: str
    words: str = ""
    audience: str = ""
    left_out: Collection[str] = ()


@transaction.atomic
def start(structure: Structure, title: str, *, by: User) -> Bulletin:
    """A draft, with its title. Raises BadInput when there are too many already."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if structure.bulletins.filter(sent_at=None).count() >= MOST_DRAFTS:
        raise BadInput("Vous avez déjà vingt brouillons. Envoyez-en un, ou effacez-en un.", field="title")
    bulletin = Bulletin.objects.create(structure=structure, title=title, written_by=by)
    record(f"Bulletin commencé : « {title} ».", by=by.pk, subject=structure.pk)
    return bulletin


@transaction.atomic
def write(bulletin: Bulletin, written: Written, *, version: int, by: User) -> Bulletin:
    """Keep a draft. Raises BadInput when it is sent, or was saved by somebody since `version`."""
    kept = locked(bulletin)
    if kept.sent_at:
        raise BadInput("Ce bulletin est parti : il ne change plus. Écrivez-en un autre.")
    if kept.version != version:
        raise BadInput(
            "Quelqu’un a enregistré ce bulletin pendant que vous écriviez. Le vôtre est dans la page, l’autre plus "
            "bas : réunissez-les, puis enregistrez.",
            field="words",
        )
    kept.title, kept.words, kept.audience = written.title, written.words, written.audience
    kept.version, kept.written_by = version + 1, by
    kept.save()
    kept.told.all().delete()
    ToldItem.objects.bulk_create(
        [
            ToldItem(bulletin=kept, key=key, is_left_out=True)
            for key in sorted(set(written.left_out))[:MOST_NEWS]
        ]
    )
    return kept


@transaction.atomic
def drop(bulletin: Bulletin, *, by: User) -> None:
    """Erase a draft. Raises BadInput for a bulletin that was sent: what people received is kept."""
    kept = locked(bulletin)
    if kept.sent_at:
        raise BadInput("Ce bulletin est parti : il reste dans la liste.")
    record(f"Brouillon de bulletin effacé : « {kept.title} ».", by=by.pk, subject=kept.structure_id)
    kept.delete()


@transaction.atomic
def erase(structure: Structure) -> None:
    """A structure is erased: its bulletins, and the doors by which one stopped them."""
    links = list(structure.subscriptions.values_list("link", flat=True))
    structure.bulletins.all().delete()
    structure.subscriptions.all().delete()
    close_links(links)


def locked(bulletin: Bulletin) -> Bulletin:
    """As it stands, until the transaction ends. Raises Http404 when it was erased meanwhile."""
    rows = Bulletin.objects.select_for_update(of=("self",)).select_related("structure__territory")
    return get_object_or_404(rows, pk=bulletin.pk)
