"""The weekly message of what is to be done: that a structure sends it, and who wants none."""

from django.db import models

from maillage.people.models import Person
from maillage.structures.models import Structure


class TaskMailing(models.Model):
    """A structure writes each Monday to those who have something to do. Without a row, it writes to nobody."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="task_mailing")
    #: Where the site was when it was asked for: a message written by no page leads there.
    site = models.URLField()
    #: « 2026-W14 »: the last week that was written.
    week = models.CharField(max_length=8, blank=True)

    class Meta:
        verbose_name = "rappel des tâches"

    def __str__(self) -> str:
        return str(self.structure)


class TaskMailRefusal(models.Model):
    """Somebody who wants no such message, until they say otherwise."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="task_mail_refusal")
    said_on = models.DateField()

    class Meta:
        verbose_name = "refus du rappel des tâches"

    def __str__(self) -> str:
        return str(self.person)
