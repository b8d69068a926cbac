"""Who takes new patients, how many, which; and how a structure looks for a médecin traitant."""

from django.db import models
from django.db.models import F, Q

from maillage.care.enums import Beyond
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.models import Structure


class DoctorsSetting(models.Model):
    """One a structure, made when its public page is first opened or its delay first changed."""

    # A setting of the structure.
    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="doctors_setting")
    #: Of the page where somebody asks for themselves or for a relative.
    link = models.OneToOneField(Link, on_delete=models.PROTECT, related_name="doctors_setting")
    is_open = models.BooleanField("page ouverte", default=False)
    #: Working days to answer an offer, then somebody else is asked.
    answer_days = models.PositiveSmallIntegerField("jours ouvrés pour répondre", default=2)
    #: What desks and professionals ask is offered without anybody reading it first.
    offers_alone = models.BooleanField("proposer sans relire", default=True)
    #: Address of the site, as whoever opened the page reads it: mails written by time lead there.
    site = models.URLField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "réglages des demandes de médecin traitant"
        constraints = [
            models.CheckConstraint(
                name="care_doctors_days_to_answer", condition=Q(answer_days__gte=1) & Q(answer_days__lte=30)
            )
        ]

    def __str__(self) -> str:
        return f"{self.structure} : médecin traitant"


class DoctorCapacity(models.Model):
    """What somebody takes: so many each month, or so many until a day. One a card; another takes its place."""

    # It says something of its card, and goes with it.
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="doctor_capacity")
    most = models.PositiveSmallIntegerField("nouveaux patients")
    #: None: so many in each month. Else so many from `since` until that day.
    last_day = models.DateField("jusqu’au", null=True, blank=True)
    since = models.DateField("depuis le")
    #: The first time they said what they take: of two whom nothing was ever offered to, the first passes first.
    declared_at = models.DateTimeField("déclarée le")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "capacité d’un médecin"
        ordering = ["declared_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="care_capacity_ends_after_it_begins",
                condition=Q(last_day=None) | Q(last_day__gte=F("since")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.most}"


class CapacityLimit(models.Model):
    """A kind of need that they do not take."""

    # It is said with the capacity.
    capacity = models.ForeignKey(DoctorCapacity, on_delete=models.CASCADE, related_name="limits")
    what = models.CharField("ne prend pas", max_length=10, choices=Beyond)

    class Meta:
        verbose_name = "limite d’une capacité"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["capacity", "what"], name="care_limit_once")]

    def __str__(self) -> str:
        return self.get_what_display()


class CapacityCommune(models.Model):
    """A commune whose inhabitants they take; none: those of the whole territory."""

    # It is said with the capacity.
    capacity = models.ForeignKey(DoctorCapacity, on_delete=models.CASCADE, related_name="communes")
    code = models.CharField("commune", max_length=5)  # INSEE

    class Meta:
        verbose_name = "commune d’une capacité"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["capacity", "code"], name="care_capacity_commune_once")
        ]

    def __str__(self) -> str:
        return self.code
