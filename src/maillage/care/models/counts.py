"""What remains of requests once they are erased: numbers by month, which name nobody and nobody's request."""

from django.db import models
from django.db.models import F, Q

from maillage.care.enums import CLOSED, QuestionSubject, RequestKind, RequestState
from maillage.people.models import Person
from maillage.structures.models import Structure

#: Counted with another: neither found nor withdrawn.
JOINED = "reunie"
OUTCOMES = [*((state.value, state.label) for state in RequestState if state in CLOSED), (JOINED, "Réunie avec une autre")]  # fmt: skip


class CareCount(models.Model):
    """So many requests asked in a month, closed in a month, by kind, commune and what became of them."""

    # Counts of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="care_counts")
    asked = models.DateField("mois de la demande")  # its first day
    closed = models.DateField("mois de la fin")  # its first day
    kind = models.CharField("demande", max_length=16, choices=RequestKind)
    commune = models.CharField("commune", max_length=5)  # its INSEE code
    outcome = models.CharField("ce qu’elles sont devenues", max_length=12, choices=OUTCOMES)
    number = models.PositiveIntegerField("nombre", default=0)
    #: Among them, those that were closed, then opened again.
    reopened = models.PositiveIntegerField("dont rouvertes", default=0)

    class Meta:
        verbose_name = "compte de demandes effacées"
        ordering = ["asked", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "asked", "closed", "kind", "commune", "outcome"], name="care_count_once"
            ),
            models.CheckConstraint(
                name="care_count_reopened_among_them", condition=Q(reopened__lte=F("number"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked:%m/%Y}, {self.get_kind_display()} : {self.number}"


class CareDelay(models.Model):
    """So many requests that found somebody in a month, after so many days: a median is read of them. Without commune."""

    # Counts of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="care_delays")
    closed = models.DateField("mois de la fin")  # its first day
    kind = models.CharField("demande", max_length=16, choices=RequestKind)
    days = models.PositiveIntegerField("jours")
    number = models.PositiveIntegerField("nombre", default=0)

    class Meta:
        verbose_name = "délai de demandes effacées"
        ordering = ["closed", "days", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "closed", "kind", "days"], name="care_delay_once")
        ]

    def __str__(self) -> str:
        return f"{self.closed:%m/%Y}, {self.days} jours : {self.number}"


class QuestionCount(models.Model):
    """So many questions asked in a month, answered after so many minutes, or never: what remains once they are erased."""

    # Counts of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="question_counts")
    asked = models.DateField("mois de la question")  # its first day
    subject = models.CharField("sujet", max_length=16, choices=QuestionSubject)
    is_seen = models.BooleanField("vues", default=False)
    #: From asked to answered; None: nobody answered.
    minutes = models.PositiveIntegerField("minutes", null=True, blank=True)
    number = models.PositiveIntegerField("nombre", default=0)

    class Meta:
        verbose_name = "compte de questions effacées"
        ordering = ["asked", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "asked", "subject", "is_seen", "minutes"],
                name="care_question_count_once",
            ),
            models.UniqueConstraint(
                fields=["structure", "asked", "subject", "is_seen"],
                condition=Q(minutes=None),
                name="care_question_unanswered_count_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked:%m/%Y}, {self.get_subject_display()} : {self.number}"


class EscapCount(models.Model):
    """What the teams of codes that were erased add to a figure of a year."""

    # Counts of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="escap_counts")
    year = models.PositiveSmallIntegerField("année")
    figure = models.CharField("compte", max_length=12)  # a key of `queries.escap_counts.FIGURES`
    number = models.PositiveIntegerField("nombre", default=0)

    class Meta:
        verbose_name = "compte d’ESCAP effacées"
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "year", "figure"], name="care_escap_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.year}, {self.figure} : {self.number}"


class EscapPart(models.Model):
    """In how many teams a professional was, of codes that were erased: what a fee of that year is counted from."""

    # Counts of the structure.
    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="escap_parts")
    year = models.PositiveSmallIntegerField("année")
    # It tells of a card, and goes with it: a card erased counts in no fee.
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="escap_parts")
    teams = models.PositiveIntegerField("équipes", default=0)

    class Meta:
        verbose_name = "part d’ESCAP effacées"
        ordering = ["year", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["structure", "year", "person"], name="care_escap_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.year}, {self.person} : {self.teams}"
