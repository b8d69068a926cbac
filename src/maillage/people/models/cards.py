"""One card for each person that a structure knows."""

from django.db import models
from django.db.models import Q

from maillage.people.enums import Engagement, Practice, Preferred, TeamRole
from maillage.structures.models import Site, Structure


class Cards(models.Manager["Person"]):
    """Those that lists show: a card taken into another is in none of them."""

    def get_queryset(self) -> models.QuerySet["Person"]:
        return super().get_queryset().filter(is_merged=False)


class Person(models.Model):
    """Someone a structure knows, entered once: around the table, adhérent, signataire, associé, partner.

    A name, a trade, a commune come before any number. Everything that is said of somebody points here.
    """

    # A card belongs to its structure and goes with it.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="people")
    name = models.CharField("nom", max_length=120)
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

    #: Taken into another card (people.Merge).
    is_merged = models.BooleanField(default=False, editable=False)

    objects = Cards()
    everybody = models.Manager["Person"]()

    class Meta:
        verbose_name = "personne"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "rpps"],
                condition=~Q(rpps="") & Q(is_merged=False),
                name="person_once_per_rpps",
            )
        ]

    def __str__(self) -> str:
        return self.name
