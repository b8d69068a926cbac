"""How a structure is reached from outside, and who answers."""

from django.db import models

from maillage.people.models.cards import Person
from maillage.structures.models import Structure


class ContactDesk(models.Model):
    """One address and one telephone, who answers them, who does when they are away; or somebody, directly.

    When who answers is away, the absences of their card say it, each with who replaces them.
    """

    # A setting of the structure.
    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="contact_desk")
    email = models.EmailField("courriel", max_length=254, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    hours = models.CharField("jours et heures", max_length=200, blank=True)
    answers = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="desks_answered", null=True, blank=True
    )
    backup = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="desks_backed", null=True, blank=True
    )
    #: Who answers is reached at the address and telephone of their own card, and agreed to it that day.
    agreed_on = models.DateField("joignable directement depuis le", null=True, blank=True)
    #: Grows at each save, so that nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "contact de la structure"

    def __str__(self) -> str:
        return f"Contact de {self.structure}"

    @property
    def is_direct(self) -> bool:
        return self.agreed_on is not None
