"""Who can help with what, where, and how one reaches them; what was asked of it, without anybody."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage.care.enums import AgeBand, HelpEvent, HelpFault, HelpKind, Situation
from maillage.links.models import Link
from maillage.outreach.models import Partner
from maillage.people.models import Person
from maillage.structures.models import Structure


class HelpDoor(models.Model):
    """The link that a structure hands out: who holds it asks who can help, without account."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="help_door")
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="help_door")

    class Meta:
        verbose_name = "lien « qui peut aider ? »"

    def __str__(self) -> str:
        return f"Qui peut aider ? {self.structure}"


class HelpOffer(models.Model):
    """Somebody who helps: what a partner of the book does for people, and how one reaches it."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="help_offers")
    #: Of the book of partners; what it does for people goes with it.
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="help_offers")
    kind = models.CharField("qui", max_length=16, choices=HelpKind)
    #: « Consultation mémoire », when the partner does several things.
    title = models.CharField("service", max_length=100, blank=True)
    does = models.CharField("ce qu’il fait", max_length=300, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    hours = models.CharField("quand appeler", max_length=120, blank=True)
    form_url = models.URLField("formulaire", max_length=300, blank=True)
    #: What comes back to who sent somebody, and when.
    returns = models.CharField("retour", max_length=200, blank=True)
    #: Last day on which somebody called to see that all this holds.
    checked_on = models.DateField("vérifié le")
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_on = models.BooleanField("proposé", default=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    #: Grows at each save: nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "aide"
        ordering = ["kind", "partner__name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="help_is_reached", condition=~Q(phone="") | ~Q(form_url="") | Q(is_on=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner.name}, {self.title}" if self.title else self.partner.name


class HelpSituation(models.Model):
    """Something that it helps with."""

    offer = models.ForeignKey(HelpOffer, on_delete=models.CASCADE, related_name="situations")
    situation = models.CharField("situation", max_length=24, choices=Situation)

    class Meta:
        verbose_name = "situation aidée"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["offer", "situation"], name="help_situation_once")]

    def __str__(self) -> str:
        return self.get_situation_display()


class HelpCommune(models.Model):
    """Where it helps; none: on the whole territory."""

    offer = models.ForeignKey(HelpOffer, on_delete=models.CASCADE, related_name="communes")
    commune = models.CharField("commune", max_length=5)  # its INSEE code

    class Meta:
        verbose_name = "commune aidée"
        ordering = ["commune"]
        constraints = [models.UniqueConstraint(fields=["offer", "commune"], name="help_commune_once")]

    def __str__(self) -> str:
        return self.commune


class HelpAge(models.Model):
    """Whom it helps; none: at any age."""

    offer = models.ForeignKey(HelpOffer, on_delete=models.CASCADE, related_name="ages")
    age = models.CharField("âge", max_length=6, choices=AgeBand)

    class Meta:
        verbose_name = "âge aidé"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["offer", "age"], name="help_age_once")]

    def __str__(self) -> str:
        return self.get_age_display()


class HelpSlot(models.Model):
    """When it is there and where, each week: a nurse of Asalée in the cabinet of a doctor."""

    offer = models.ForeignKey(HelpOffer, on_delete=models.CASCADE, related_name="slots")
    weekday = models.PositiveSmallIntegerField("jour")  # 0: Monday
    starts_at = models.TimeField("de")
    ends_at = models.TimeField("à")
    place = models.CharField("où", max_length=100, blank=True)

    class Meta:
        verbose_name = "permanence"
        ordering = ["weekday", "starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="help_slot_of_a_week", condition=Q(weekday__lte=6)),
            models.CheckConstraint(name="help_slot_ends_after", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.starts_at:%H:%M}"


class HelpReport(models.Model):
    """Something said to be wrong, until somebody looks: said ten times, it stands once."""

    offer = models.ForeignKey(HelpOffer, on_delete=models.CASCADE, related_name="reports")
    fault = models.CharField("ce qui est faux", max_length=10, choices=HelpFault)
    times = models.PositiveIntegerField("fois", default=1)
    first_at = models.DateTimeField("signalé le")
    #: Whose card's link said it first; None: the link handed out, an account, a card erased.
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField("réglé le", null=True, blank=True)

    class Meta:
        verbose_name = "signalement"
        ordering = ["first_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "fault"], condition=Q(settled_at=None), name="help_report_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer} : {self.get_fault_display()}"


class HelpCount(models.Model):
    """How many times a day, for a situation: a sum, of nobody."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="help_counts")
    on = models.DateField("le")
    situation = models.CharField("situation", max_length=24, choices=Situation)
    event = models.CharField("ce qui est compté", max_length=12, choices=HelpEvent)
    times = models.PositiveIntegerField("fois", default=0)

    class Meta:
        verbose_name = "compte de « qui peut aider ? »"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "on", "situation", "event"], name="help_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {self.get_situation_display()} {self.event} {self.times}"
