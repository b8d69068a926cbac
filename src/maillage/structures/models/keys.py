"""The keys by which another program reads what a structure lets out, and does the little it lets be done."""

from django.conf import settings
from django.db import models

from maillage.structures.models.structure import Structure


class ApiKey(models.Model):
    """Its secret was shown once and is not kept: its digest recognises it."""

    # A setting of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="api_keys")
    label = models.CharField("pour", max_length=80)
    #: It also reads the money, which names contracts and sums; nobody's name.
    opens_money = models.BooleanField("lit aussi l’argent", default=False)
    #: It also takes the entries of the books, which name suppliers and people.
    opens_books = models.BooleanField("lit aussi les écritures", default=False)
    #: It also keeps the lines of the bank files that it sends.
    keeps_statements = models.BooleanField("importe aussi les relevés", default=False)
    #: It also takes the files of transfers that people validated, which name who is paid and their accounts.
    takes_transfers = models.BooleanField("prend aussi les fichiers de virements", default=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, in hexadecimal
    made_on = models.DateField("faite le")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: The last day it was used; None: never.
    used_on = models.DateField("utilisée le", null=True, blank=True)

    class Meta:
        verbose_name = "clé d’accès par programme"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label
