"""What matters of a territory, read in a minute: three to six sentences, each with its figure and its source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from maillage.diagnosis.enums import Chapter
from maillage.diagnosis.queries.diagnosis import Diagnosis
from maillage.diagnosis.queries.levels import Level, Measured
from maillage.diagnosis.queries.places import FAR_KM, Standing
from maillage.diagnosis.queries.surroundings import DECLARED, Surroundings
from maillage.kernel import Source, integer, joined, plural

#: More is not read in a minute.
MOST = 6
#: Professions, communes and territories that one sentence names.
NAMED = 3
UNKNOWN = "Inconnu"


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that matters: its kind, one sentence with its figure, the chapter that tells more, who says so."""

    label: str
    sentence: str
    chapter: Chapter
    source: Source

    @property
    def is_unknown(self) -> bool:
        return self.label == UNKNOWN


def in_brief(diagnosis: Diagnosis, around: Surroundings) -> list[Point]:
    """What is unknown first, for it bears on the rest; then what weighs most. The last ones give way."""
    return list(islice(_points(diagnosis, around), MOST))


def _points(diagnosis: Diagnosis, around: Surroundings) -> Iterator[Point]:
    yield from _unknown(diagnosis)
    yield from _of_levels(diagnosis, Level.LESS, Level.MORE, Level.MIXED)
    if diagnosis.empty_communes:
        yield _supply("Sans personne", _empty(diagnosis), diagnosis, Chapter.COMMUNES)
    yield _rights(around)
    if diagnosis.standing and diagnosis.standing.far:
        yield _places("Loin d’une pharmacie", _far(diagnosis.standing), diagnosis.standing)
    if sharing := [each.name for each in around.neighbours if each.overlaps]:
        takers = plural(len(sharing), "territoire déclaré prend", "territoires déclarés prennent")
        said = f"{takers} aussi de ces communes\N{NO-BREAK SPACE}: {_first(sharing)}"
        yield Point("Partagé", said, Chapter.NEIGHBOURS, Source(DECLARED, grade="testimony"))
    yield from _of_levels(diagnosis, Level.ALIKE)
    if diagnosis.has_supply and not diagnosis.empty_communes:
        everywhere = "Chaque commune a au moins un professionnel de santé en ville."
        yield _supply("Présents", everywhere, diagnosis, Chapter.COMMUNES)
    if diagnosis.standing:
        yield _places("Sur place", f"{diagnosis.standing.in_short.capitalize()}.", diagnosis.standing)


def _unknown(diagnosis: Diagnosis) -> Iterator[Point]:
    """What no imported file says of the territory, or of a part of it."""
    for nothing, known, noun, chapter in (
        (diagnosis.no_supply, diagnosis.of_people, "qui y exerce", Chapter.PEOPLE),
        (diagnosis.no_places, diagnosis.of_places, "les lieux qui s’y trouvent", Chapter.PLACES),
    ):
        if nothing:
            yield Point(UNKNOWN, nothing, chapter, Source(known.file))
        elif known.in_short:
            said = f"{known.file} connaît {known.in_short}\N{NO-BREAK SPACE}: on ne sait pas {noun}, pour les autres."
            yield Point(UNKNOWN, said, chapter, Source(known.file))


def _of_levels(diagnosis: Diagnosis, *levels: Level) -> Iterator[Point]:
    for level in levels:
        there = [each for each in diagnosis.measured if each.level is level]
        if there:
            yield _supply(level.value, f"{_professions(level, there)}.", diagnosis, Chapter.PEOPLE)


def _professions(level: Level, there: Sequence[Measured]) -> str:
    """« Sages-femmes (× 0,74 par habitant) et 2 autres professions »: first recourse, then the farthest from the mean."""
    sign = -1 if level is Level.MORE else 1
    told = sorted(
        there, key=lambda each: (not each.is_first, min(sign * ratio for ratio in each.known or [0]))
    )
    more = len(told) - NAMED
    others = [plural(more, "autre profession", "autres professions")] if more > 0 else []
    first, *rest = [each.words for each in told[:NAMED]]
    return joined([first, *(f"{words[0].lower()}{words[1:]}" for words in rest), *others])


def _empty(diagnosis: Diagnosis) -> str:
    empty, known = len(diagnosis.empty_communes), len(diagnosis.of_people.codes)
    return (
        f"{plural(empty, 'commune')} sur {integer(known)} sans aucun professionnel de santé en ville\N{NO-BREAK SPACE}: "
        f"{_first(diagnosis.empty_communes)}"
    )


def _far(standing: Standing) -> str:
    names = _first([name for name, _ in standing.far])
    return f"{plural(len(standing.far), 'commune')} à plus de {integer(FAR_KM)} km\N{NO-BREAK SPACE}: {names}"


def _first(names: Sequence[str]) -> str:
    """The end of a sentence."""
    return f"{joined(names)}." if len(names) <= NAMED else f"{', '.join(names[:NAMED])}…"


def _rights(around: Surroundings) -> Point:
    """What opens rights: the zoning, else the official index, else that neither is known."""
    if around.zonings:
        zoning = around.zonings[0]
        said = f"{zoning.figure.label}\N{NO-BREAK SPACE}: {zoning.figure.value}."
        source = Source(zoning.source, href=zoning.text.href, grade="relayed")
        return Point("Droits", said, Chapter.ACCESS, source)
    for area in around.apl:
        if figure := area.figure:
            said = f"{figure.label}\N{NO-BREAK SPACE}: {area.mean_words}, {area.ratio_words}."
            return Point("Accès officiel", said, Chapter.ACCESS, Source(area.source, grade="relayed"))
    said = "Zonage et APL officiels, qui seuls ouvrent des droits\N{NO-BREAK SPACE}: aucun fichier importé sur cette instance."
    return Point(UNKNOWN, said, Chapter.ACCESS, Source("Aucun fichier de zonage ni d’APL"))


def _supply(label: str, sentence: str, diagnosis: Diagnosis, chapter: Chapter) -> Point:
    return Point(label, sentence, chapter, Source(diagnosis.supply_source, grade="derived"))


def _places(label: str, sentence: str, standing: Standing) -> Point:
    return Point(label, sentence, Chapter.PLACES, Source(standing.source, grade="derived"))
