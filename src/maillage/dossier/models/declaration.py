"""The yearly declaration of an agreement that counts a civil year: its proofs, its rows, what the caisse asks."""

from django.db import models
from django.db.models import F, Q

from maillage.dossier.enums import DeclaredKind
from maillage.funding.models import AccordYear
from maillage.people.models import Person
from maillage.project.models import Evidence


class DeclaredLine(models.Model):
    """Who looks after a line of the declaration (a fact of the law room), what is said of it, what proves it."""

    accord_year = models.ForeignKey(AccordYear, on_delete=models.CASCADE, related_name="declared_lines")
    name = models.CharField("fait", max_length=40)
    owner = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="declared_lines"
    )
    comment = models.CharField("commentaire", max_length=300, blank=True)
    evidences = models.ManyToManyField(Evidence, blank=True, related_name="declared_lines")

    class Meta:
        verbose_name = "ligne d’une déclaration"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["accord_year", "name"], name="declared_line_once")]

    def __str__(self) -> str:
        return self.name


class DeclaredRow(models.Model):
    """A protocole of the team, or a trainee: told one by one. Nobody is named."""

    accord_year = models.ForeignKey(AccordYear, on_delete=models.CASCADE, related_name="declared_rows")
    kind = models.CharField("nature", max_length=10, choices=DeclaredKind)
    #: The theme of a protocole, the training of a trainee.
    title = models.CharField("thème ou formation", max_length=160)
    #: The professions of a protocole, who takes a trainee in.
    who = models.CharField("professions, ou maître de stage", max_length=200, blank=True)
    since = models.DateField("depuis le", null=True, blank=True)
    until = models.DateField("jusqu’au", null=True, blank=True)
    updated_on = models.DateField("mis à jour le", null=True, blank=True)
    #: None: not counted.
    patients = models.PositiveIntegerField("patients", null=True, blank=True)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "protocole ou stagiaire déclaré"
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                name="declared_row_ends_after_it_begins",
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="Un stage finit après avoir commencé.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CaisseQuestion(models.Model):
    """What the caisse asked about a declaration, and what was answered."""

    accord_year = models.ForeignKey(AccordYear, on_delete=models.CASCADE, related_name="questions")
    asked_on = models.DateField("reçue le")
    question = models.CharField("question", max_length=300)
    #: Both empty: not yet.
    answered_on = models.DateField("répondu le", null=True, blank=True)
    answer = models.CharField("réponse", max_length=300, blank=True)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "question de la caisse"
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="answered_question_has_its_answer",
                condition=Q(answered_on=None, answer="")
                | (Q(answered_on__gte=F("asked_on")) & ~Q(answer="")),
            )
        ]

    def __str__(self) -> str:
        return self.question
