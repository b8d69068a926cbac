"""What the APL of the DREES says of a set of communes: with the zoning, it alone decides rights."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db.models import F, Sum

from maillage.geography import atlas
from maillage.kernel import (
    date_in_french,
    decimal_in_french,
    integer,
    joined,
    plural,
    with_no_break_spaces,
)
from maillage.legislation import professions
from maillage.official.models import AplValue, AplVintage
from maillage.ui.types import Figure

PIECE = 5_000  # communes in one SQL statement
ARRONDISSEMENT = "arrondissement"
#: What a threshold becomes when nobody gave it.
NO_THRESHOLD = "seuil non renseigné"
#: Places named in one sentence.
NAMED = 8


@dataclass(frozen=True, slots=True)
class AplPlace:
    """A commune or an arrondissement, as the file has it; None is what the file does not give."""

    code: str
    commune: str  # in force
    value: float | None
    standardised: float | None
    population: float | None

    @property
    def name(self) -> str:
        return place_name(self.code, self.commune)


@dataclass(frozen=True)
class AplArea:
    """The official APL of a profession over communes in force."""

    vintage: AplVintage
    places: tuple[AplPlace, ...]
    absent: tuple[str, ...]  # communes and arrondissements the file does not have: Mayotte, for instance
    france: float | None  # mean of the whole file

    @property
    def label(self) -> str:
        return profession_label(self.vintage.profession)

    @property
    def unit(self) -> str:
        """As the file says it, without its parentheses."""
        return self.vintage.unit.strip("() ")

    @property
    def source(self) -> str:
        """« DREES, APL 2024 (apl.xlsx, feuille « APL 2024 »), importée le 3 mars 2026 »."""
        vintage = self.vintage
        return f"DREES, APL {vintage.year} ({vintage.origin}), importée le {date_in_french(vintage.imported_at.date())}"

    @cached_property
    def mean(self) -> float | None:
        """Weighted by the standardised population, as the DREES does; None when no commune has both figures."""
        return weighted_mean((each.value, each.standardised) for each in self.places)

    @property
    def mean_words(self) -> str:
        """« 2,8 », or « inconnue »."""
        return decimal_in_french(self.mean) if self.mean is not None else "inconnue"

    @property
    def france_words(self) -> str:
        return decimal_in_french(self.france) if self.france is not None else "inconnue"

    @property
    def ratio_words(self) -> str:
        """« × 0,87 de la France », to compare with an estimate of another unit and another year."""
        ratio = _times(self.mean, self.france)
        return f"{ratio} de la France" if ratio else "inconnu"

    @cached_property
    def below(self) -> tuple[AplPlace, ...] | None:
        """Places strictly under the threshold of the vintage, the worst first; None without a threshold."""
        if self.vintage.threshold is None:
            return None
        limit = float(self.vintage.threshold)
        found = [each for each in self.places if each.value is not None and each.value < limit]
        return tuple(sorted(found, key=lambda each: (each.value, each.code)))

    @property
    def people_below(self) -> float | None:
        """Inhabitants of the places under the threshold; None without a threshold, or when one has no population."""
        populations = None if self.below is None else [each.population for each in self.below]
        return None if populations is None or None in populations else sum(each or 0 for each in populations)

    @property
    def unvalued(self) -> tuple[str, ...]:
        """Names of the places whose APL nobody gives: on which side of the threshold they are is unknown."""
        return (*(each.name for each in self.places if each.value is None), *self.absent)

    @property
    def knows_below(self) -> bool:
        """One place at least can be told to be under the threshold, or not."""
        return self.below is not None and len(self.unvalued) < self._count

    @property
    def _count(self) -> int:
        return len(self.places) + len(self.absent)

    @property
    def _noun(self) -> str:
        arrondissements = atlas().names.arrondissements
        is_city = bool(self.places) and all(each.code in arrondissements for each in self.places)
        return ARRONDISSEMENT if is_city else "commune"

    @property
    def threshold_words(self) -> str:
        """« seuil de 2,5 (arrêté du …) », or « seuil non renseigné »."""
        return f"{self._threshold} ({self.vintage.threshold_source})" if self._threshold else NO_THRESHOLD

    @property
    def _threshold(self) -> str:
        threshold = self.vintage.threshold
        if threshold is None:
            return ""
        places = max(1, -int(threshold.normalize().as_tuple().exponent))
        return f"seuil de {decimal_in_french(threshold, places)}"

    @property
    def sentence(self) -> str:
        """« Médecin généraliste : 1 commune sous le seuil… », then what nobody can tell."""
        known = "" if self.below is not None and not self.knows_below else f"{self.below_words}. "
        return with_no_break_spaces(
            f"{self.label} : {known}{self._unvalued_sentence}".rstrip().replace("….", "…")
        )

    @property
    def below_words(self) -> str:
        """« 3 communes sous le seuil de 2,5, 12 400 habitants : … », or what is not known."""
        if self.below is None:
            return NO_THRESHOLD
        if not self.knows_below:
            return "inconnu"
        if self.below:
            people = "nombre inconnu d’" if self.people_below is None else f"{integer(self.people_below)} "
            names = first_names(each.name for each in self.below)
            count = plural(len(self.below), self._noun)
            return f"{count} sous le {self._threshold}, {people}habitants\N{NO-BREAK SPACE}: {names}"
        if not self.unvalued:  # only then can anyone say that there is none
            return f"{'aucun' if self._noun == ARRONDISSEMENT else 'aucune'} {self._noun} sous le {self._threshold}"
        known = integer(self._count - len(self.unvalued))
        return f"0\N{NO-BREAK SPACE}{self._noun} sous le {self._threshold}, sur {known} dont l’APL est connue"

    @property
    def _unvalued_sentence(self) -> str:
        """« 2 communes sur 7 sans APL dans le fichier : sous le seuil ou non, nous ne le savons pas (…). »"""
        if not self.unvalued:
            return ""
        lacking = (
            f"{plural(len(self.unvalued), self._noun)} sur {integer(self._count)} sans APL dans le fichier"
        )
        unsaid = "" if self.below is None else " : sous le seuil ou non, nous ne le savons pas"
        return f"{lacking}{unsaid} ({first_names(self.unvalued)})."

    @property
    def figure(self) -> Figure | None:
        """As a need keeps it; None when nothing is known here."""
        if self.mean is None:
            return None
        ratio = _times(self.mean, self.france)
        beside = [f"{self.france_words} en France{f', soit {ratio}' if ratio else ''}", self.below_words]
        if self.unvalued:
            beside.append(f"{plural(len(self.unvalued), self._noun)} sans APL")
        return Figure(
            key=f"apl.{self.vintage.profession}",
            label=f"APL {self.vintage.year}, {self.label.lower()}",
            value=f"{self.mean_words} {self.unit}".strip(),
            beside="\N{NARROW NO-BREAK SPACE}; ".join(beside),
            source=f"DREES, APL {self.vintage.year}, {self.vintage.origin}",
            on=self.vintage.imported_at.date(),
        )


def apl_of(codes: Collection[str]) -> list[AplArea]:
    """The latest official APL of each profession imported, in the order of the professions; empty when none was."""
    latest: dict[str, AplVintage] = {}
    for vintage in AplVintage.objects.order_by("year"):
        latest[vintage.profession] = vintage
    if not latest:
        return []
    places = _places(latest.values(), codes)
    return [
        AplArea(
            vintage=vintage,
            places=tuple(places[vintage.pk]),
            absent=_without(codes, places[vintage.pk]),
            france=mean_of_file(vintage.pk),
        )
        for vintage in sorted(latest.values(), key=lambda each: catalogue_rank(each.profession))
    ]


def weighted_mean(pairs: Iterable[tuple[float | None, float | None]]) -> float | None:
    """Of (value, weight); a pair with an unknown is left out. None when no weight is left."""
    known = [(value, weight) for value, weight in pairs if value is not None and weight is not None]
    total = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / total if total else None


def profession_label(key: str) -> str:
    """« Médecin généraliste »."""
    return next((each.label for each in professions() if each.key == key), key)


def place_name(code: str, commune: str) -> str:
    """The arrondissement when the code is one, the commune taken in when it was, else the commune in force."""
    names = atlas().names
    if code in names.arrondissements:
        return names.arrondissements[code][1]
    name = atlas().commune(commune).name
    former = names.retired.get(code)
    return f"{former.old_name} ({name})" if former and former.old_name else name


def _places(vintages: Iterable[AplVintage], codes: Collection[str]) -> dict[int, list[AplPlace]]:
    found: dict[int, list[AplPlace]] = defaultdict(list)
    for piece in pieces(communes_of(codes)):
        rows = AplValue.objects.filter(vintage__in=list(vintages), commune__in=piece).order_by("code")
        for row in rows:
            if row.commune not in codes and row.code not in codes:
                continue  # another arrondissement of the same city
            found[row.vintage_id].append(
                AplPlace(row.code, row.commune, row.value, row.standardised, row.population)
            )
    return found


@lru_cache(maxsize=64)
def mean_of_file(vintage: int) -> float | None:
    """Of the whole file, unknown communes included: the file is France. Kept: a vintage is replaced, never changed."""
    rows = AplValue.objects.filter(
        vintage=vintage, value__isnull=False, standardised__isnull=False, standardised__gt=0
    )
    mean: float | None = rows.aggregate(mean=Sum(F("value") * F("standardised")) / Sum("standardised"))[
        "mean"
    ]
    return mean


def communes_of(codes: Iterable[str]) -> frozenset[str]:
    """The communes in force that a territory holds, wholly or by some of their arrondissements."""
    return frozenset(atlas().commune(code).city or code for code in codes)


def pieces(codes: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(codes)
    return (ordered[start : start + PIECE] for start in range(0, len(ordered), PIECE))


def _without(codes: Iterable[str], places: Iterable[AplPlace]) -> tuple[str, ...]:
    """Names of the communes that are not there, and of the arrondissements of a city that is there in part."""
    given, held = {each.code for each in places}, {each.commune for each in places}
    codes = set(codes)
    missing = (
        name
        for code, (city, name) in atlas().names.arrondissements.items()
        if city in codes and city in held and city not in given and code not in given
    )
    return (*names_of(codes - held - given), *missing)


def names_of(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(atlas().commune(code).name for code in sorted(codes))


def first_names(names: Iterable[str]) -> str:
    """All of a few, or the first ones, then « … »."""
    known = list(names)
    return joined(known) if len(known) <= NAMED else f"{', '.join(known[:NAMED])}…"


def _times(here: float | None, there: float | None) -> str:
    """« × 0,87 »; empty when one of them is unknown."""
    if here is None or not there:
        return ""
    return f"×\N{NO-BREAK SPACE}{decimal_in_french(here / there, 2)}"


def catalogue_rank(profession: str) -> int:
    """In the order of the catalogue."""
    keys = [each.key for each in professions()]
    return keys.index(profession) if profession in keys else len(keys)
