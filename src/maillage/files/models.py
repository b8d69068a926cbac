"""Papers that people give: their content is beside the database, in a storage; a row says what it is."""

from uuid import uuid4

from django.conf import settings
from django.db import models

from maillage.files.enums import PaperKind


class File(models.Model):
    """One paper, as it was kept. The room that asked for it points to it, and says who may read it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    #: Public identifier of the structure it is of.
    about = models.UUIDField(db_index=True)
    name = models.CharField("nom", max_length=120)  # with its ending, the one of its kind
    kind = models.CharField("nature", max_length=4, choices=PaperKind)
    size = models.PositiveIntegerField("octets")
    digest = models.CharField("empreinte", max_length=64)  # SHA-256 of what is kept, in hexadecimal
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField("ajouté le")

    class Meta:
        verbose_name = "pièce"
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """In the storage: nothing of what it is called."""
        return f"{self.about.hex}/{self.pk.hex}"


class Stray(models.Model):
    """A content that no row speaks of: it is being written, or was dropped and is not erased yet."""

    place = models.CharField("endroit", max_length=80)
    added_at = models.DateTimeField("ajouté le")

    class Meta:
        verbose_name = "contenu sans pièce"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.place
