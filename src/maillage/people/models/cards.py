"""One card for each person that a structure knows, when they are away, and what they care for."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, Q

from maillage.people.enums import Engagement, Practice, Preferred, TeamRole
from maillage.people.models.naming import CALLED, LONGEST, called
from maillage.structures.models import Site, Structure


class CardSet(models.QuerySet["Person"]):
    """Cards: what is kept of a name follows it, by whatever way it is written."""

    def update(self, **columns: Any) -> int:
        if isinstance(name := columns.get("name"), str):
            columns["called"], columns["alike"] = called(name)
        return super().update(**columns)

    def bulk_create(self, objs: Iterable["Person"], *args: Any, **options: Any) -> list["Person"]:
        return super().bulk_create(map(Person.call, objs), *args, **options)

    def bulk_update(
        self, objs: Iterable["Person"], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        if "name" in (fields := set(fields)):
            objs, fields = [*map(Person.call, objs)], fields | CALLED
        return super().bulk_update(objs, fields, batch_size)


class Everybody(models.Manager["Person"]):
    """All the cards."""

    def get_queryset(self) -> CardSet:
        return CardSet(self.model, using=self._db)


class Cards(Everybody):
    """Those that lists show: a card taken into another is in none of them."""

    def get_queryset(self) -> CardSet:
        return super().get_queryset().filter(is_merged=False)


class Person(models.Model):
    """Someone a structure knows, entered once: around the table, adhérent, signataire, associé, partner.

    A name, a trade, a commune come before any number. Everything that is said of somebody points here.
    """

    # A card belongs to its structure and goes with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="people")
    name = models.CharField("nom", max_length=120)
    #: Its name, folded: kept, for a list of a thousand to be put in order without reading them all.
    called = models.CharField(max_length=LONGEST, default="", editable=False)
    #: The same for « Claude Martin » and « Dr MARTIN Claude » (rules.key_of).
    alike = models.CharField(max_length=LONGEST, default="", editable=False)
    profession = models.CharField("profession", max_length=40)  # a key of the law room
    #: What the rules of some forms count beside the profession; empty as long as nobody said it.
    specialty = models.CharField("spécialité", max_length=120, blank=True)
    practice = models.CharField("exercice", max_length=12, choices=Practice, blank=True)
    role = models.CharField("rôle", max_length=20, choices=TeamRole, blank=True)
    commune = models.CharField("commune", max_length=80, blank=True)  # as people say it
    workplace = models.CharField("lieu d’exercice", max_length=120, blank=True)
    #: Empty: not around the founding table.
    engagement = models.CharField(
        "engagement", max_length=12, choices=Engagement, default=Engagement.ENGAGE, blank=True
    )
    is_fictitious = models.BooleanField("fictif", default=False)
    #: Where they practise, among the sites of the structure.
    sites = models.ManyToManyField(Site, related_name="practising", blank=True)
    #: Who speaks for it, when the card is of an establishment or of an association.
    represented = models.CharField("représenté par", max_length=120, blank=True)
    rpps = models.CharField("numéro RPPS", max_length=11, blank=True)
    #: A channel, not an identity: several cards may share the address of their practice.
    email = models.EmailField("courriel", max_length=254, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    preferred = models.CharField("à joindre par", max_length=8, choices=Preferred, blank=True)
    #: What the other adhérents may read; the bureau reads it all.
    shows_email = models.BooleanField("courriel montré aux autres", default=False)
    shows_phone = models.BooleanField("téléphone montré aux autres", default=False)
    #: When somebody last said that the card is exact; empty: nobody yet.
    checked_on = models.DateField("vérifiée le", null=True, blank=True)

    #: What the national file said of them (fingerprint) when somebody answered it, or when the card said the same.
    directory_seen = models.BigIntegerField(null=True, blank=True, editable=False)
    #: Taken into another card (people.Merge).
    is_merged = models.BooleanField(default=False, editable=False)

    objects = Cards()
    everybody = Everybody()

    class Meta:
        verbose_name = "personne"
        ordering = ["pk"]
        base_manager_name = "everybody"
        indexes = [
            models.Index(fields=["structure", "called"], name="person_in_order"),
            models.Index(fields=["structure", "alike"], name="person_alike"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "rpps"],
                condition=~Q(rpps="") & Q(is_merged=False),
                name="person_once_per_rpps",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        if update_fields is not None and "name" in (update_fields := set(update_fields)):
            update_fields |= CALLED
        self.call()
        super().save(update_fields=update_fields, **options)

    def call(self) -> "Person":
        """The same, with what is kept of its name as its name is."""
        self.called, self.alike = called(self.name)
        return self


class Absence(models.Model):
    """Days when somebody is not there, and who sees to it meanwhile."""

    # It says something of its card, and goes with it.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="absences")
    since = models.DateField("du")
    last_day = models.DateField("au")
    replaced_by = models.CharField("remplacé par", max_length=120, blank=True)

    class Meta:
        verbose_name = "absence"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "since"], name="absence_once_from_a_day"),
            models.CheckConstraint(
                name="absence_ends_after_it_begins", condition=Q(last_day__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, du {self.since:%d/%m/%Y} au {self.last_day:%d/%m/%Y}"


class OwnTheme(models.Model):
    """A theme in the words of a structure, beside ours (enums.Theme)."""

    # A setting of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="own_themes")
    name = models.CharField("thème", max_length=60)

    class Meta:
        verbose_name = "thème de la structure"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["structure", "name"], name="own_theme_named_once")]

    def __str__(self) -> str:
        return self.name


class Interest(models.Model):
    """A theme that somebody cares for: a key of enums.Theme, or the words of a theme of the structure."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="interests")
    theme = models.CharField("thème", max_length=60)

    class Meta:
        verbose_name = "centre d’intérêt"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "theme"], name="interest_said_once")]

    def __str__(self) -> str:
        return f"{self.person} : {self.theme}"
