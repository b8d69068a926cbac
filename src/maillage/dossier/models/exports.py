"""Files of a long document, made by the worker."""

from django.conf import settings
from django.db import models

from maillage.documents.enums import Format
from maillage.dossier.models.documents import Document
from maillage.files.models import File


class Export(models.Model):
    """A file asked for: `printed` is the whole document as it stood then, whatever is written since."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="exports")
    form = models.CharField("format", max_length=4, choices=[(each.value, each.value) for each in Format])
    #: As `documents.services.frozen` writes it; emptied once the file is there.
    printed = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField("nom du fichier", max_length=160)
    file = models.ForeignKey(File, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = "sortie d’un document"
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return self.name
