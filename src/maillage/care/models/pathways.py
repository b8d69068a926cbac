"""Who does what and when for a kind of patient: pathways, sheets of one page. No patient in them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from maillage.outreach.models import Partner
from maillage.people.models import Person
from maillage.structures.models import Structure


class Owned(models.Model):
    """Something that a team wrote, that somebody answers for, and that is read again by a day."""

    title = models.CharField("titre", max_length=120)
    owner = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="%(class)ss_owned",
    )
    review_on = models.DateField("à relire avant le", null=True, blank=True)
    #: Other structures of the instance may take it up.
    is_shared = models.BooleanField("reprise possible par d’autres structures", default=False)
    #: Where it was taken up: « CPTS des Causses, version 2 ».
    origin = models.CharField("d’après", max_length=200, blank=True)
    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    #: Grows at each save: nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Pathway(Owned):
    """A pathway, by its versions: one is written at a time, the last published is in force."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="pathways")
    public = models.CharField("pour qui", max_length=300, blank=True)
    goal = models.CharField("but", max_length=300, blank=True)

    class Meta:
        verbose_name = "parcours"
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class PathwayCommune(models.Model):
    """Where it is followed; none: on the whole territory."""

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="communes")
    commune = models.CharField("commune", max_length=5)  # its INSEE code

    class Meta:
        verbose_name = "commune d’un parcours"
        ordering = ["commune"]
        constraints = [models.UniqueConstraint(fields=["pathway", "commune"], name="pathway_commune_once")]

    def __str__(self) -> str:
        return self.commune


class PathwayPartner(models.Model):
    """Somebody outside who has a part in it."""

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="partners")
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="pathways")

    class Meta:
        verbose_name = "partenaire d’un parcours"
        ordering = ["partner__name"]
        constraints = [models.UniqueConstraint(fields=["pathway", "partner"], name="pathway_partner_once")]

    def __str__(self) -> str:
        return self.partner.name


class PathwayVersion(models.Model):
    """Its text as it stood: once published, its steps change no more."""

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("version")
    #: What changed since the one before.
    changes = models.CharField("ce qui change", max_length=300, blank=True)
    published_on = models.DateField("publiée le", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "version d’un parcours"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["pathway", "number"], name="pathway_version_once"),
            models.UniqueConstraint(
                fields=["pathway"], condition=Q(published_on=None), name="pathway_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pathway}, version {self.number}"


class PathwayStep(models.Model):
    """Who does what, when, with which paper."""

    of = models.ForeignKey(PathwayVersion, on_delete=models.CASCADE, related_name="steps")
    rank = models.PositiveSmallIntegerField("rang")
    what = models.CharField("quoi", max_length=160)
    who = models.CharField("qui", max_length=100, blank=True)
    delay = models.CharField("délai", max_length=60, blank=True)
    paper = models.CharField("papier, outil", max_length=100, blank=True)
    #: The same step from a version to the next: its counts follow it.
    key = models.UUIDField(default=uuid4)

    class Meta:
        verbose_name = "étape d’un parcours"
        ordering = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["of", "rank"], name="pathway_step_rank_once")]

    def __str__(self) -> str:
        return self.what


class PathwayMonth(models.Model):
    """How many came in and went out in a month: numbers of people, typed, of nobody."""

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="months")
    month = models.DateField("mois")  # its first day
    entered = models.PositiveSmallIntegerField("entrées")
    left = models.PositiveSmallIntegerField("sorties")

    class Meta:
        verbose_name = "mois d’un parcours"
        ordering = ["-month"]
        constraints = [
            models.UniqueConstraint(fields=["pathway", "month"], name="pathway_month_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pathway}, {self.month:%m/%Y}"


class StepMonth(models.Model):
    """How many times a step was done in that month."""

    of = models.ForeignKey(PathwayMonth, on_delete=models.CASCADE, related_name="steps")
    #: `PathwayStep.key`.
    step = models.UUIDField("étape")
    times = models.PositiveSmallIntegerField("fois")

    class Meta:
        verbose_name = "étape comptée"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["of", "step"], name="step_month_once")]

    def __str__(self) -> str:
        return f"{self.step}: {self.times}"


class ReflexSheet(Owned):
    """What to do, on one page; its text is the last of its editions."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="reflex_sheets")
    #: Who has a card reads it by their link from that day; None: not yet.
    published_on = models.DateField("publiée le", null=True, blank=True)
    published = models.ForeignKey(
        "SheetEdition", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "fiche réflexe"
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class SheetEdition(models.Model):
    """A text of the sheet as it was saved: never changed, another follows."""

    sheet = models.ForeignKey(ReflexSheet, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField("version")
    signs = models.TextField("quand", max_length=600)
    acts = models.TextField("que faire", max_length=1_200)
    calls = models.TextField("qui appeler", max_length=600, blank=True)
    never = models.TextField("ce qu’il ne faut pas faire", max_length=600, blank=True)
    #: The recommendation that it follows, quoted.
    source = models.CharField("source", max_length=300, blank=True)
    written_on = models.DateField("écrite le")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "version d’une fiche réflexe"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheet_edition_once")]

    def __str__(self) -> str:
        return f"{self.sheet}, version {self.number}"
