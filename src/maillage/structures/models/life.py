"""What moves: who carries a structure in law, and the dated moves of its three tracks."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from maillage import legislation
from maillage.kernel import date_in_french
from maillage.structures.enums import MissionStep, Track
from maillage.structures.models.structure import Structure


class LegalPerson(models.Model):
    """Who carries the structure in law for a time: it holds the numbers, later the money."""

    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="legal_persons")
    name = models.CharField("dénomination", max_length=150)
    kind = models.CharField(
        "nature", max_length=40, default="association"
    )  # a key of legislation.legal_kinds()
    rna = models.CharField("numéro RNA, ou inscription au tribunal", max_length=60, blank=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    finess = models.CharField("FINESS", max_length=9, blank=True)
    since = models.DateField("depuis le")
    until = models.DateField("jusqu’au (exclu)", null=True, blank=True)

    class Meta:
        verbose_name = "personne morale"
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="legal_person_ends_after_it_begins",
                condition=Q(until=None) | Q(until__gt=F("since")),
                violation_error_message="Une personne morale finit après avoir commencé.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_label(self) -> str:
        known = legislation.legal_kinds().get(self.kind)
        return known.label if known else self.kind

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """(« SIRET », the number); in its place « à venir », or « numéro non noté » when the step says that it was given."""
        known = legislation.legal_kinds().get(self.kind)
        steps = {step.key for step in known.steps} if known else set[str]()
        reached = {
            move.enters
            for move in self.structure.legalpersonmoves.all()
            if move.legal_person_id in {None, self.pk} and move.enters in steps
        }
        given = {
            name: any(key.split("_")[0] == name for key in reached) for name in ("rna", "siret", "finess")
        }
        return [
            (name.upper(), getattr(self, name) or ("numéro non noté" if is_given else "à venir"))
            for name, is_given in given.items()
        ]


class DatedMove(models.Model):
    """One move on a track: on a day, shown by a document, said by someone, written by someone."""

    enters: Any  # the stage reached
    #: What it is called; its key when the law's data knows it no more.
    stage_label: Any

    structure = models.ForeignKey(Structure, on_delete=models.PROTECT, related_name="%(class)ss")
    name = models.CharField("geste", max_length=40)
    on = models.DateField("date")
    #: The day is the last it may have been, when nobody knows it exactly.
    is_before = models.BooleanField("au plus tard", default=False)
    document = models.CharField("document", max_length=200, blank=True)
    said_by = models.CharField("dit par", max_length=150, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.on:%d/%m/%Y})"

    @property
    def day_in_words(self) -> str:
        """« 3 février 2026 », « au plus tard le 3 février 2026 »."""
        return f"{'au plus tard le ' if self.is_before else ''}{date_in_french(self.on)}"


class RecognitionMove(DatedMove):
    enters = models.CharField("étape", max_length=40)  # a key of legislation.stages(form)
    form = models.CharField("forme", max_length=40, default="cpts")  # that of the structure then

    class Meta(DatedMove.Meta):
        verbose_name = "mouvement de reconnaissance"

    @property
    def stage_label(self) -> str:
        if self.changes_form:
            return f"Devient {label_of(self.form, legislation.every_form())}"
        return label_of(self.enters, legislation.stages(self.form))

    @property
    def changes_form(self) -> bool:
        """A birth that is not the first: the structure became another form that day."""
        return self.name == legislation.EMERGENCE.move and any(
            before.pk < self.pk for before in self.structure.recognitionmoves.all()
        )


class LegalPersonMove(DatedMove):
    enters = models.CharField("étape", max_length=40)  # a key of the steps of legislation.legal_kinds()
    legal_person = models.ForeignKey(LegalPerson, null=True, on_delete=models.PROTECT, related_name="moves")

    class Meta(DatedMove.Meta):
        verbose_name = "mouvement de la personne morale"

    @property
    def stage_label(self) -> str:
        carried = {self.legal_person.kind} if self.legal_person else set[str]()
        kinds = sorted(legislation.legal_kinds().values(), key=lambda kind: kind.key not in carried)
        return label_of(self.enters, [step for kind in kinds for step in kind.steps])


class MissionMove(DatedMove):
    enters = models.CharField("étape", max_length=20, choices=MissionStep)
    mission = models.CharField("mission", max_length=30)  # a key of the law room

    class Meta(DatedMove.Meta):
        verbose_name = "mouvement d’une mission"

    @property
    def stage_label(self) -> str:
        return self.get_enters_display()


#: The table of each track.
MOVES_OF: Mapping[Track, type[Any]] = {
    Track.RECOGNITION: RecognitionMove,
    Track.PERSON: LegalPersonMove,
    Track.MISSION: MissionMove,
}


def label_of(key: str, stages: Iterable[legislation.Stage | legislation.FormEntry]) -> str:
    return next((stage.label for stage in stages if stage.key == key), key)
