"""The trail: rows are appended, never changed, but for the name of somebody who is erased. It knows other rooms only by their names."""

from typing import Any, NoReturn
from uuid import UUID

from django.db import models
from django.db.models import Value
from django.db.models.functions import Left, Replace

from maillage.audit.enums import Kind


def refuse() -> NoReturn:
    raise TypeError("A trail is appended to, never rewritten.")


class EntryQuerySet(models.QuerySet["Entry"]):
    def update(self, **_: Any) -> NoReturn:
        refuse()

    def delete(self) -> NoReturn:
        refuse()

    def erase_subject(self, subject: UUID) -> None:
        """The rows about a structure that is erased."""
        super(EntryQuerySet, self.filter(subject=subject)).delete()

    def erase_name(self, subject: UUID, name: str, said: str) -> None:
        """The rows that name somebody who is erased: the one rewriting there is."""
        naming = self.filter(subject=subject, sentence__contains=name)
        renamed = Left(Replace("sentence", Value(name), Value(said)), 300)
        super(EntryQuerySet, naming).update(sentence=renamed)


class Entry(models.Model):
    """Who did what, when. `subject` is the public identifier of a structure, `actor` the id of an account."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=20, choices=Kind)
    subject = models.UUIDField(null=True, db_index=True)
    sentence = models.CharField(max_length=300)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "trace"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.sentence

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            refuse()
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        refuse()
