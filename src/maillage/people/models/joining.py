"""Who belongs to a structure, who asks to, and what its statutes say of it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from maillage.files.models import File
from maillage.links.models import Link
from maillage.people.enums import Belonging, Preferred, Standing
from maillage.people.models.cards import Person
from maillage.structures.models import Structure


class CardDoor(models.Model):
    """The link by which somebody reads and mends their own card, without account."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="door")
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="card_door")
    #: Where their diary follows their dates, once they asked: it opens nothing else, and does not expire.
    diary = models.OneToOneField(
        Link, on_delete=models.PROTECT, related_name="diary_of", null=True, blank=True
    )

    class Meta:
        verbose_name = "lien vers sa fiche"

    def __str__(self) -> str:
        return f"Lien de {self.person}"


class College(models.Model):
    """A college of the statutes: whom one votes with."""

    # A setting of the structure, as all that follows.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="colleges")
    name = models.CharField("nom", max_length=80)

    class Meta:
        verbose_name = "collège"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["structure", "name"], name="college_named_once")]

    def __str__(self) -> str:
        return self.name


class JoiningRules(models.Model):
    """Who may join, as the statutes say, and the door by which one asks."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="joining_rules")
    #: The public page where one asks; its QR code and its posters hold it.
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="joining_rules")
    is_open = models.BooleanField("demandes ouvertes", default=True)
    #: A demand that fulfils every rule and fits no other card is accepted without waiting for the bureau.
    is_automatic = models.BooleanField("acceptation sans attendre", default=False)
    needs_territory = models.BooleanField("exercer sur le territoire", default=True)
    statutes_url = models.URLField("adresse des statuts", blank=True)
    #: The statutes themselves, read by whoever holds the link.
    statutes = models.OneToOneField(
        File, on_delete=models.SET_NULL, related_name="joining_rules", null=True, blank=True
    )
    welcome = models.TextField("mot d’accueil", max_length=600, blank=True)
    #: Everybody may read the page of the structure; closed, it is not there.
    shows_page = models.BooleanField("page publique", default=False)
    purpose = models.TextField("à quoi elle sert", max_length=1_000, blank=True)
    #: On that page, who answers and who replaces them, by name.
    names_people = models.BooleanField("nommer qui répond", default=False)

    class Meta:
        verbose_name = "règles d’adhésion"

    def __str__(self) -> str:
        return f"Règles d’adhésion de {self.structure}"


class Admitted(models.Model):
    """A standing that the statutes let in."""

    rules = models.ForeignKey(JoiningRules, on_delete=models.CASCADE, related_name="admitted")
    standing = models.CharField("qualité", max_length=16, choices=Standing)

    class Meta:
        verbose_name = "qualité admise"
        constraints = [models.UniqueConstraint(fields=["rules", "standing"], name="standing_admitted_once")]

    def __str__(self) -> str:
        return self.get_standing_display()


class Adhesion(models.Model):
    """Belonging to a structure from a day to another: adhérent, associé, signataire or salarié."""

    # It says something of its card, and goes with it.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="adhesions")
    kind = models.CharField("à titre de", max_length=12, choices=Belonging)
    college = models.ForeignKey(
        College, on_delete=models.RESTRICT, related_name="adhesions", null=True, blank=True
    )
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au (exclu)", null=True, blank=True)
    #: Of a company, for its associés.
    parts = models.PositiveIntegerField("parts", null=True, blank=True)

    class Meta:
        verbose_name = "adhésion"
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(until=None), name="adhesion_one_at_a_time"
            ),
            models.CheckConstraint(
                name="adhesion_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="Une adhésion finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_kind_display().lower()} depuis le {self.since:%d/%m/%Y}"


class JoinRequest(models.Model):
    """What somebody said of themselves behind the link. It touches no card until it is accepted."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="join_requests")
    #: What the form was sent with: sending it twice asks once.
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    asked_on = models.DateField("demandée le")
    name = models.CharField("nom", max_length=120)
    profession = models.CharField("profession", max_length=40)
    practice = models.CharField("exercice", max_length=12, blank=True)
    #: Whom an establishment or an association sends.
    represented = models.CharField("représenté par", max_length=120, blank=True)
    commune = models.CharField("commune", max_length=80)
    workplace = models.CharField("lieu d’exercice", max_length=120, blank=True)
    rpps = models.CharField("numéro RPPS", max_length=11, blank=True)
    email = models.EmailField("courriel", max_length=254)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    preferred = models.CharField("à joindre par", max_length=8, choices=Preferred, blank=True)
    shows_email = models.BooleanField("courriel montré aux autres", default=False)
    shows_phone = models.BooleanField("téléphone montré aux autres", default=False)
    college = models.ForeignKey(
        College, on_delete=models.SET_NULL, related_name="join_requests", null=True, blank=True
    )
    #: Empty while it waits.
    settled_on = models.DateField("décidée le", null=True, blank=True)
    #: What came of it; empty when it was refused.
    adhesion = models.OneToOneField(
        Adhesion, on_delete=models.SET_NULL, related_name="request", null=True, blank=True
    )
    reason = models.CharField("motif du refus", max_length=200, blank=True)

    class Meta:
        verbose_name = "demande d’adhésion"
        ordering = ["asked_on", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, demande du {self.asked_on:%d/%m/%Y}"
