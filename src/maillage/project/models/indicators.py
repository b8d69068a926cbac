"""What a structure is measured by: its indicators, what they aim at, what was measured, and what explains it."""

from django.db import models
from django.db.models import F, Q

from maillage.accounts.models import User
from maillage.files.models import File
from maillage.governance.models import Meeting
from maillage.people.models import Person
from maillage.project.enums import Better, Frequency, MeasureState, Origin, ReviewKind, Tendency
from maillage.project.models.actions import Action, Objective
from maillage.structures.models import Structure


class ProjectYear(models.Model):
    """The first day of the first year of a contract; without it, years are civil."""

    structure = models.OneToOneField(Structure, on_delete=models.CASCADE, related_name="project_year")
    begins_on = models.DateField("premier jour de la première année")

    class Meta:
        verbose_name = "année du projet"

    def __str__(self) -> str:
        return f"{self.begins_on:%d/%m/%Y}"


class Indicator(models.Model):
    """An *indicateur* of the project: of the catalogue of its form, of its contract, or in its own words."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="indicators")
    #: Where it was chosen in the law room; empty: the structure's own words.
    catalogue = models.CharField(max_length=80, blank=True)
    #: A mission or an axis of the form, by its key in the law room; empty: beside the agreement.
    mission = models.CharField("mission ou axe", max_length=40, blank=True)
    objective = models.ForeignKey(
        Objective, on_delete=models.SET_NULL, null=True, blank=True, related_name="indicators"
    )
    actions = models.ManyToManyField(Action, blank=True, related_name="indicators")
    name = models.CharField("nom", max_length=200)
    definition = models.TextField("définition", blank=True)
    #: In words; with a denominator, the value is their ratio.
    numerator = models.CharField("numérateur", max_length=300, blank=True)
    denominator = models.CharField("dénominateur", max_length=300, blank=True)
    unit = models.CharField("unité", max_length=30, blank=True)
    better = models.CharField("mieux", max_length=6, choices=Better, blank=True)
    origin = models.CharField("origine", max_length=6, choices=Origin, default=Origin.ENTERED)
    #: What counts it here, by its key in `queries.indicators_counted`.
    counter = models.CharField("compteur", max_length=40, blank=True)
    #: Of what it counts, when not all: an instance, a kind of event, a profession.
    counter_of = models.CharField("de quoi", max_length=60, blank=True)
    frequency = models.CharField("rythme", max_length=9, choices=Frequency, default=Frequency.YEAR)
    #: How long after the end of its period it is to be fed, in days; None: nobody said when.
    days_after = models.PositiveSmallIntegerField("délai", null=True, blank=True)
    #: None: nobody yet, or a card that was erased.
    fed_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="fed_indicators"
    )
    #: « le service statistique de la caisse », when nobody of the structure feeds it.
    fed_by_words = models.CharField("rempli par", max_length=80, blank=True)
    #: None: nobody knows it. Once frozen it never changes: a `BaseCorrection` stands beside it.
    base = models.DecimalField("point de départ", max_digits=14, decimal_places=4, null=True, blank=True)
    base_method = models.CharField("méthode du point de départ", max_length=300, blank=True)
    base_frozen_on = models.DateField("arrêté le", null=True, blank=True)
    #: Of a hundred: its share of the variable part.
    weight = models.DecimalField("poids", max_digits=5, decimal_places=2, null=True, blank=True)
    is_of_contract = models.BooleanField("écrit au contrat", default=False)
    archived_on = models.DateField("archivé le", null=True, blank=True)
    #: Grows at each change: nobody writes over somebody unseen.
    version = models.PositiveIntegerField(default=1)
    #: The same form sent twice writes one.
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "indicateur"
        ordering = ["mission", "pk"]
        constraints = [
            models.CheckConstraint(
                name="project_indicator_weight_of_a_hundred",
                condition=Q(weight=None) | Q(weight__gt=0, weight__lte=100),
            ),
            models.CheckConstraint(
                name="indicator_counted_here_says_how", condition=~Q(origin=Origin.COUNTED) | ~Q(counter="")
            ),
            models.UniqueConstraint(
                fields=["structure", "catalogue"],
                condition=~Q(catalogue="") & Q(archived_on=None),
                name="indicator_chosen_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BaseCorrection(models.Model):
    """A frozen base that was wrong: another value, from a day, with its reason. The first stays readable."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="base_corrections")
    on = models.DateField("le")
    value = models.DecimalField("point de départ", max_digits=14, decimal_places=4)
    reason = models.CharField("motif", max_length=300)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "point de départ corrigé"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(name="base_correction_says_why", condition=~Q(reason="")),
        ]


class Target(models.Model):
    """What an indicator aims at in a year; a year is called by the one it begins in."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField("année")
    value = models.DecimalField("cible", max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = "cible"
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "year"], name="target_once_a_year"),
        ]


class Asked(models.Model):
    """A figure asked of the *caisse*: when, and when it is awaited."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="asked")
    year = models.PositiveSmallIntegerField("année")
    asked_on = models.DateField("demandé le")
    #: None: nobody said when.
    awaited_on = models.DateField("attendu pour le", null=True, blank=True)
    words = models.CharField("à qui, comment", max_length=200, blank=True)
    #: Why nothing is awaited any more, without an answer.
    given_up = models.CharField("abandonné", max_length=200, blank=True)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "demande à la caisse"
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="figure_awaited_after_it_was_asked",
                condition=Q(awaited_on=None) | Q(awaited_on__gte=F("asked_on")),
            )
        ]


class Measure(models.Model):
    """A value of an indicator. It never changes: another replaces it, with a reason. Only its state moves."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="measures")
    year = models.PositiveSmallIntegerField("année")
    #: What it covers; both empty: the whole year.
    since = models.DateField("du", null=True, blank=True)
    until = models.DateField("au", null=True, blank=True)
    numerator = models.DecimalField("numérateur", max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField("dénominateur", max_digits=14, decimal_places=4, null=True, blank=True)
    #: None: unknown, and `unknown_why` says why.
    value = models.DecimalField("valeur", max_digits=14, decimal_places=4, null=True, blank=True)
    unknown_why = models.CharField("pourquoi on ne sait pas", max_length=200, blank=True)
    origin = models.CharField("origine", max_length=6, choices=Origin)
    source = models.CharField("source", max_length=200, blank=True)
    #: Of what day its source is: « millésime 2024 ».
    vintage = models.CharField("millésime", max_length=60, blank=True)
    asked = models.ForeignKey(
        Asked, on_delete=models.SET_NULL, null=True, blank=True, related_name="measures"
    )
    received_on = models.DateField("reçu le", null=True, blank=True)
    file = models.OneToOneField(
        File, on_delete=models.SET_NULL, null=True, blank=True, related_name="measure"
    )
    noted_on = models.DateField("noté le")
    noted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    replaces = models.OneToOneField(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="replaced_by"
    )
    reason = models.CharField("motif", max_length=300, blank=True)
    state = models.CharField("état", max_length=7, choices=MeasureState, default=MeasureState.PROPOSED)
    state_reason = models.CharField("motif", max_length=300, blank=True)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "valeur d’un indicateur"
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="measure_unknown_says_why", condition=Q(value__isnull=False) | ~Q(unknown_why="")
            ),
            models.CheckConstraint(
                name="measure_replaced_says_why", condition=Q(replaces=None) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="measure_set_aside_says_why",
                condition=~Q(state=MeasureState.SET_ASIDE) | ~Q(state_reason=""),
            ),
            models.CheckConstraint(
                name="measure_ends_after_it_begins",
                condition=Q(since=None, until=None) | Q(until__gte=F("since")),
            ),
        ]


class CountedRow(models.Model):
    """A row that was counted when a measure was noted: what vanished since can be told. It names nobody."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="rows")
    is_denominator = models.BooleanField(default=False)
    #: Of the room that holds it, by the number it has there.
    what = models.CharField(max_length=20)
    row = models.PositiveBigIntegerField()
    label = models.CharField(max_length=200)
    on = models.DateField(null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=4)

    class Meta:
        verbose_name = "ligne comptée"
        ordering = ["on", "pk"]


class ContextEvent(models.Model):
    """Something that weighs on figures: « départ d’un généraliste en mai »."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="context_events")
    on = models.DateField("depuis le")
    until = models.DateField("jusqu’au", null=True, blank=True)
    words = models.CharField("ce qui s’est passé", max_length=300)
    indicators = models.ManyToManyField(Indicator, blank=True, related_name="context_events")
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "événement de contexte"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="context_event_ends_after_it_begins", condition=Q(until=None) | Q(until__gte=F("on"))
            )
        ]

    def __str__(self) -> str:
        return self.words


class Correction(models.Model):
    """Beside the figure as it was counted in a year, the figure corrected of its context; both are explained."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="corrections")
    year = models.PositiveSmallIntegerField("année")
    counted = models.DecimalField("valeur comptée", max_digits=14, decimal_places=4)
    counted_words = models.CharField("comment elle est comptée", max_length=300)
    corrected = models.DecimalField("valeur corrigée", max_digits=14, decimal_places=4)
    corrected_words = models.CharField("comment elle est corrigée", max_length=300)
    events = models.ManyToManyField(ContextEvent, blank=True, related_name="corrections")
    noted_on = models.DateField("noté le")
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "valeur corrigée du contexte"
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="correction_explains_both", condition=~Q(counted_words="") & ~Q(corrected_words="")
            )
        ]


class Review(models.Model):
    """A look at the indicators of a year, at 3, 6 or 9 months; closed, it does not change."""

    structure = models.ForeignKey(Structure, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField("quand", max_length=5, choices=ReviewKind)
    year = models.PositiveSmallIntegerField("année")
    on = models.DateField("le")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="indicator_reviews"
    )
    words = models.TextField("ce qui en ressort", blank=True)
    closed_on = models.DateField("close le", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    key = models.UUIDField(unique=True)

    class Meta:
        verbose_name = "revue des indicateurs"
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "year", "kind"],
                condition=~Q(kind=ReviewKind.FREE),
                name="review_once_a_year",
            )
        ]


class ReviewLine(models.Model):
    """What a review says of an indicator: the value it saw, where it goes, what next and by whom."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="lines")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="review_lines")
    value = models.DecimalField("valeur vue", max_digits=14, decimal_places=4, null=True, blank=True)
    tendency = models.CharField("tendance", max_length=6, choices=Tendency, blank=True)
    next_step = models.CharField("ensuite", max_length=300, blank=True)
    owner = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="review_lines"
    )

    class Meta:
        verbose_name = "ligne d’une revue"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "indicator"], name="review_line_once"),
        ]
