"""The documents of a structure; the plan of each is data of the law room."""

from django.conf import settings
from django.db import models

from maillage.dossier.enums import DocumentState
from maillage.structures.models import Structure


class Document(models.Model):
    """A document that a structure writes: its plan is data of the law room, its words are its `SectionText`s."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="documents")
    plan = models.CharField(max_length=60)  # a key of the law room
    #: Of those of one plan, when a structure may write several.
    number = models.PositiveSmallIntegerField("numéro", default=1)
    #: Empty: what its plan is called.
    title = models.CharField("titre", max_length=160, blank=True)
    #: What the clauses of its plan leave to be said (`legislation.BLANKS`) → what was typed there.
    blanks = models.JSONField(default=dict)
    state = models.CharField("état", max_length=10, choices=DocumentState, default=DocumentState.WRITING)
    started_at = models.DateTimeField("commencé le", auto_now_add=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "document"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "plan", "number"], name="document_numbered_once"),
        ]

    def __str__(self) -> str:
        return self.title or self.plan

    @property
    def is_frozen(self) -> bool:
        return self.state == DocumentState.FROZEN
