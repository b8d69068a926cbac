"""The chapters of the page, each with the words that let one leave it closed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from maillage.diagnosis.enums import Chapter
from maillage.diagnosis.queries.access import MAPPED
from maillage.diagnosis.queries.diagnosis import Diagnosis
from maillage.diagnosis.queries.in_brief import UNKNOWN
from maillage.diagnosis.queries.supply import ESTIMATE
from maillage.diagnosis.queries.surroundings import Surroundings
from maillage.kernel import integer, plural


@dataclass(frozen=True, slots=True)
class Closed:
    """A chapter as its closed line shows it. `essential`: its main figure in a few words."""

    chapter: Chapter
    essential: str

    @property
    def is_unknown(self) -> bool:
        return self.essential == UNKNOWN

    @property
    def template(self) -> str:
        return f"diagnosis/chapters/{self.chapter.name.lower()}.html"


def open_chapters(diagnosis: Diagnosis, around: Surroundings) -> list[Closed]:
    """What anyone may read of a drawing."""
    return [
        Closed(Chapter.PEOPLE, _people(diagnosis)),
        Closed(Chapter.ACCESS, _access(diagnosis, around)),
        Closed(Chapter.COMMUNES, _communes(diagnosis)),
        Closed(Chapter.PLACES, diagnosis.standing.in_short if diagnosis.standing else UNKNOWN),
        Closed(Chapter.NEIGHBOURS, _neighbours(around)),
    ]


def own_chapters(around: Surroundings, *, modules: Collection[str]) -> Iterable[Closed]:
    """What a structure adds, as far as it has switched it on."""
    if Chapter.HABITS in modules:
        layers = len(around.layers)
        yield Closed(
            Chapter.HABITS, plural(layers, "calque posé", "calques posés") if layers else "aucun calque"
        )
    if Chapter.SURVEYS in modules:
        yield Closed(
            Chapter.SURVEYS, plural(len(around.surveys), "enquête") if around.surveys else "aucune enquête"
        )


def _people(diagnosis: Diagnosis) -> str:
    if not diagnosis.has_supply:
        return UNKNOWN
    counts = (
        f"{offer.name.lower()}\N{NO-BREAK SPACE}{integer(offer.here.in_town)}" for offer in diagnosis.headline
    )
    return f"en ville\N{NO-BREAK SPACE}: {', '.join(counts)}"


def _access(diagnosis: Diagnosis, around: Surroundings) -> str:
    """The official index before ours, and ours by its name."""
    for area in around.apl:
        if area.mean is not None:
            return f"APL, {area.label.lower()}\N{NO-BREAK SPACE}: {area.mean_words}, {area.ratio_words}"
    if not diagnosis.has_access:
        return UNKNOWN
    doctors = next(access for access in diagnosis.accesses if access.trade == MAPPED)
    return f"{doctors.name.lower()}\N{NO-BREAK SPACE}: {doctors.ratio_words}, {ESTIMATE}"


def _communes(diagnosis: Diagnosis) -> str:
    count = plural(diagnosis.summary.communes, "commune")
    if not diagnosis.has_supply:
        return count
    empty = len(diagnosis.empty_communes)
    return f"{count}, dont {integer(empty)} sans personne" if empty else count


def _neighbours(around: Surroundings) -> str:
    if not around.neighbours:
        return "aucun territoire déclaré autour"
    declared = plural(len(around.neighbours), "territoire déclaré", "territoires déclarés")
    sharing = sum(each.overlaps for each in around.neighbours)
    taking = "prend de ces communes" if sharing < 2 else "prennent de ces communes"
    return f"{declared}, dont {integer(sharing)} {taking}" if sharing else declared
