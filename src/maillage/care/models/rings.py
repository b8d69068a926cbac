"""Whom a request is told to: who wants to be told, how a structure goes about it, and how far each search is."""

from django.db import models
from django.db.models import F, Q

from maillage.care.enums import OUTSIDE, TAKEN_KINDS
from maillage.care.models.requests import CareRequest
from maillage.people.models import Person
from maillage.structures.models import Structure


class Watch(models.Model):
    """Somebody who wants to be told of what is asked near them, and when: without it, nobody is disturbed."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="care_watch")
    is_on = models.BooleanField("me prévenir", default=True)
    #: INSEE code of where they start from.
    base = models.CharField("depuis", max_length=5)
    #: As the crow flies; 0: this commune alone. Communes chosen one by one are read instead of it.
    km = models.PositiveSmallIntegerField("jusqu’à", default=15)
    opens_at = models.TimeField("à partir de")
    closes_at = models.TimeField("jusqu’à")
    on_weekends = models.BooleanField("le samedi, le dimanche et les jours fériés aussi", default=False)
    #: What is urgent is told at any hour.
    at_any_hour = models.BooleanField("à toute heure si c’est urgent", default=False)

    class Meta:
        verbose_name = "souhait d’être prévenu"
        constraints = [
            models.CheckConstraint(
                name="care_watch_opens_before_it_closes", condition=Q(opens_at__lt=F("closes_at"))
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {'prévenu' if self.is_on else 'pas prévenu'}"


class WatchedKind(models.Model):
    """What they may take."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="kinds")
    kind = models.CharField("demande", max_length=16, choices=TAKEN_KINDS)

    class Meta:
        verbose_name = "demande qui intéresse"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["watch", "kind"], name="care_watched_kind_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class WatchedCommune(models.Model):
    """Where they go, when they would rather name communes than a distance."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="communes")
    commune = models.CharField("commune", max_length=5)  # its INSEE code

    class Meta:
        verbose_name = "commune où l’on va"
        ordering = ["commune"]
        constraints = [models.UniqueConstraint(fields=["watch", "commune"], name="care_watched_commune_once")]

    def __str__(self) -> str:
        return self.commune


class RingSetting(models.Model):
    """How a structure tells what is asked: the usual professional alone, then the nearest, a few at a time."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="care_rings")
    alone_minutes = models.PositiveSmallIntegerField("le professionnel habituel, seul pendant", default=10)
    size = models.PositiveSmallIntegerField("personnes prévenues à la fois", default=10)
    every_minutes = models.PositiveSmallIntegerField("avant de prévenir les suivantes", default=15)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "réglages des demandes"
        constraints = [
            models.CheckConstraint(
                name="care_rings_move_on",
                condition=Q(size__gte=1, alone_minutes__gte=1, every_minutes__gte=1),
            )
        ]

    def __str__(self) -> str:
        return f"{self.structure}: {self.size} à la fois"


class OutsideTool(models.Model):
    """Where pictures and letters go: a tool that the structure uses already. None of them comes here."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="care_tools")
    kind = models.CharField("pour", max_length=16, choices=OUTSIDE)
    name = models.CharField("nom de l’outil", max_length=60)
    url = models.URLField("adresse", max_length=300)

    class Meta:
        verbose_name = "outil extérieur"
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["structure", "kind"], name="care_tool_once_a_kind")]

    def __str__(self) -> str:
        return self.name


class Search(models.Model):
    """How far the search of a taker is; read by the worker each minute."""

    request = models.OneToOneField(CareRequest, on_delete=models.CASCADE, related_name="search")
    #: Who asked by the link of their card; None: a desk, or an account.
    asker = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="care_requests_asked"
    )
    #: How the addresses of its messages begin.
    site = models.CharField(max_length=200, blank=True)
    #: When the next ones are told; None: everybody was.
    next_at = models.DateTimeField(null=True, blank=True)
    #: When the structure was told that nobody takes it; when its taker was asked what became of it.
    escalated_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "recherche de quelqu’un"
        indexes = [models.Index(fields=["next_at"], name="care_search_due")]

    def __str__(self) -> str:
        return str(self.request)
