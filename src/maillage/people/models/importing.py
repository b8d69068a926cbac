"""A list that was brought in, and what it made: enough to give everything back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.kernel import plural
from maillage.people.models.cards import Person
from maillage.people.models.joining import Adhesion
from maillage.structures.models import Structure


class MemberImport(models.Model):
    """One list brought into a structure, in one go."""

    # It says something of the cards of its structure, and goes with them.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="member_imports")
    #: Of what was shown and chosen: the same list sent twice at once is brought in once.
    key = models.CharField("empreinte", max_length=32)
    name = models.CharField("fichier", max_length=120)
    #: Empty from the command line, and once the account is erased.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on = models.DateField("importée le")
    rows = models.PositiveIntegerField("lignes lues", default=0)
    created = models.PositiveIntegerField("fiches créées", default=0)
    changed = models.PositiveIntegerField("fiches complétées", default=0)
    joined = models.PositiveIntegerField("adhésions créées", default=0)
    undone_on = models.DateField("annulée le", null=True, blank=True)

    class Meta:
        verbose_name = "liste importée"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "key"], condition=Q(undone_on=None), name="member_list_imported_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, le {self.on:%d/%m/%Y}"

    @property
    def made(self) -> str:
        """« 3 fiches créées, 1 complétée, 3 adhésions notées »."""
        parts = (
            plural(self.created, "fiche créée", "fiches créées"),
            plural(self.changed, "complétée", "complétées"),
            plural(self.joined, "adhésion notée", "adhésions notées"),
        )
        return ", ".join(parts)


class ImportedChange(models.Model):
    """One thing that an import made: a card, an adhésion, or a column of either that it changed."""

    # Part of its import.
    batch = models.ForeignKey(MemberImport, on_delete=models.CASCADE, related_name="changes")
    # What is gone has nothing to give back.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="imported_changes")
    adhesion = models.ForeignKey(
        Adhesion, on_delete=models.CASCADE, related_name="imported_changes", null=True, blank=True
    )
    #: Empty: the card, or the adhésion, was created.
    column = models.CharField("colonne", max_length=20, blank=True)
    before = models.CharField("avant", max_length=254, blank=True)
    #: As it was left; of what was created, the imprint of all its columns.
    after = models.CharField("après", max_length=254, blank=True)

    class Meta:
        verbose_name = "effet d’une liste importée"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.person}, {self.column or 'créée'}"
