"""The trail is appended to: no door of the ORM rewrites it."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import transaction

from maillage.audit.enums import Kind
from maillage.audit.models import Entry
from maillage.audit.queries import trail_of
from maillage.audit.services import record

pytestmark = pytest.mark.django_db


def again(entry: Entry) -> None:
    entry.sentence = "Rien ne s’est passé."
    entry.save()


@pytest.mark.parametrize(
    "rewrite",
    [
        again,
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.filter(pk=entry.pk).update(sentence=""),
        lambda entry: Entry.objects.filter(pk__lte=entry.pk).delete(),
        lambda entry: Entry.objects.bulk_update([entry], ["sentence"]),
        lambda entry: Entry.objects.update_or_create(pk=entry.pk, defaults={"sentence": ""}),
    ],
)
def test_a_row_is_never_rewritten(rewrite: Callable[[Entry], object]) -> None:
    entry = record("Un accès est ouvert.", by=1)
    with pytest.raises(TypeError, match="never rewritten"), transaction.atomic():
        rewrite(entry)
    assert Entry.objects.get().sentence == "Un accès est ouvert."


def test_a_trail_is_of_one_structure_and_begins_with_the_last_row() -> None:
    mine, other = uuid4(), uuid4()
    for sentence, subject in (("Un.", mine), ("Ailleurs.", other), ("Deux.", mine)):
        record(sentence, by=1, subject=subject)
    assert [entry.sentence for entry in trail_of(mine)] == ["Deux.", "Un."]


def test_a_row_says_who_what_and_of_which_kind() -> None:
    entry = record("Un accès est ouvert.", by=7, kind=Kind.ACCESS)
    entry.refresh_from_db()
    assert (entry.actor, entry.kind, entry.subject, str(entry)) == (
        7,
        Kind.ACCESS,
        None,
        "Un accès est ouvert.",
    )


def test_a_long_sentence_is_shortened_rather_than_lost() -> None:
    assert len(record("x" * 1_000, by=None).sentence) == 300
