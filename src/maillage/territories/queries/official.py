"""What the official files say of a set of communes: APL of the DREES, zoning of the ARS. They alone decide rights."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache

from django.db.models import F, Q, Sum

from maillage.geography import atlas
from maillage.kernel import date_in_french, decimal_in_french, integer, joined, plural, with_no_break_spaces
from maillage.legislation import professions
from maillage.territories.models import AplValue, AplVintage, Zoning, ZoningText

PIECE = 5_000  # communes in one SQL statement
KINDS = {
    "commune": "commune",
    "arrondissement": "arrondissement",
    "tvs": "territoire de vie-santé",
    "qpv": "quartier prioritaire",
}
#: What a threshold becomes when nobody gave it.
NO_THRESHOLD = "seuil non renseigné"


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
    absent: tuple[str, ...]  # communes the file does not have: Mayotte, for instance
    france: float | None  # mean of the whole file

    @property
    def label(self) -> str:
        return profession_label(self.vintage.profession)

    @property
    def source(self) -> str:
        """« DREES, APL 2024 (apl.xlsx, feuille « APL 2024 »), importée le 3 mars 2026 »."""
        vintage = self.vintage
        return f"DREES, APL {vintage.year} ({vintage.origin}), importée le {date_in_french(vintage.imported_at.date())}"

    @property
    def population_words(self) -> str:
        """« population 2022 », empty when the file does not say."""
        year = self.vintage.population_year
        return f"population {year}" if year else ""

    @cached_property
    def mean(self) -> float | None:
        """Weighted by the standardised population, as the DREES does; None when no commune has both figures."""
        return weighted_mean((each.value, each.standardised) for each in self.places)

    @property
    def unweighted(self) -> tuple[str, ...]:
        """Names of places the mean leaves out, because one of their two figures is unknown."""
        return tuple(each.name for each in self.places if None in {each.value, each.standardised})

    @property
    def threshold(self) -> Decimal | None:
        return self.vintage.threshold

    @property
    def threshold_words(self) -> str:
        """« seuil 2,5 (arrêté du …) », or « seuil non renseigné »."""
        if self.threshold is None:
            return NO_THRESHOLD
        places = max(1, -int(self.threshold.normalize().as_tuple().exponent))
        return f"seuil {decimal_in_french(self.threshold, places)} ({self.vintage.threshold_source})"

    @cached_property
    def below(self) -> tuple[AplPlace, ...] | None:
        """Places strictly under the threshold of the vintage, the worst first; None without a threshold."""
        if self.threshold is None:
            return None
        limit = float(self.threshold)
        found = [each for each in self.places if each.value is not None and each.value < limit]
        return tuple(sorted(found, key=lambda each: (each.value, each.code)))

    @property
    def people(self) -> float | None:
        """Inhabitants of all the places (population totale of the file)."""
        return _total(self.places)

    @property
    def people_below(self) -> float | None:
        """Inhabitants of the places under the threshold; None without a threshold, or when one has no population."""
        return None if self.below is None else _total(self.below)

    @property
    def share_below(self) -> float | None:
        """Between 0 and 1; None unless everyone is counted."""
        if self.people_below is None or not self.people or self.absent or self._unvalued:
            return None
        return self.people_below / self.people

    @property
    def _unvalued(self) -> bool:
        return any(each.value is None for each in self.places)

    @property
    def below_words(self) -> str:
        """« 3 communes sous le seuil, 12 400 habitants », or what is not known."""
        if self.below is None:
            return NO_THRESHOLD
        if not self.below:
            return "aucune commune sous le seuil"
        people = (
            "habitants inconnus" if self.people_below is None else f"{integer(self.people_below)} habitants"
        )
        return f"{plural(len(self.below), 'commune')} sous le seuil, {people}"

    @property
    def mean_words(self) -> str:
        """« 2,8 », or « inconnue »."""
        return decimal_in_french(self.mean) if self.mean is not None else "inconnue"

    @property
    def france_words(self) -> str:
        return decimal_in_french(self.france) if self.france is not None else "inconnue"


@dataclass(frozen=True, slots=True)
class ZonedPlace:
    kind: str
    code: str
    commune: str
    label: str

    @property
    def name(self) -> str:
        """« Albias », « territoire de vie-santé Montauban (pour Albias) », « quartier prioritaire Les Chaumes à … »."""
        commune = place_name(self.code if self.kind == "arrondissement" else "", self.commune)
        if self.kind in {"commune", "arrondissement"}:
            return commune
        return f"{KINDS.get(self.kind, self.kind)} {self.label or self.code} ({commune})"


@dataclass(frozen=True, slots=True)
class ZoningArea:
    """What one arrêté in force says of communes in force. A commune may be in several classes: so may its quartiers."""

    text: ZoningText
    classes: dict[str, tuple[ZonedPlace, ...]]  # as the arrêté writes them
    absent: tuple[str, ...]  # communes in none of its classes

    @property
    def label(self) -> str:
        return profession_label(self.text.profession)

    @property
    def source(self) -> str:
        """« arrêté du … (zonage.csv), en vigueur depuis le 1er janvier 2022 jusqu’au … »."""
        text = self.text
        until = f" jusqu’au {date_in_french(text.until)} (exclu)" if text.until else ""
        return f"{text.arrete} ({text.origin}), en vigueur depuis le {date_in_french(text.since)}{until}"

    @property
    def sentences(self) -> tuple[str, ...]:
        """« ZIP : Albias et Bressols. »"""
        return tuple(
            with_no_break_spaces(f"{word} : {joined(place.name for place in places)}.")
            for word, places in self.classes.items()
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
            absent=_without(codes, (each.commune for each in places[vintage.pk])),
            france=mean_of_file(vintage.pk),
        )
        for vintage in sorted(latest.values(), key=lambda each: _rank(each.profession))
    ]


def zonings_of(codes: Collection[str], *, on: date) -> list[ZoningArea]:
    """Each arrêté in force that day which classes one of these communes, in the order of the professions."""
    texts = ZoningText.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on).order_by("since", "pk")
    by_text: dict[int, dict[str, list[ZonedPlace]]] = defaultdict(lambda: defaultdict(list))
    for piece in _pieces(codes):
        rows = Zoning.objects.filter(text__in=texts, commune__in=piece).order_by(
            "class_word", "kind", "code", "commune"
        )
        for text, word, *place in rows.values_list(
            "text_id", "class_word", "kind", "code", "commune", "label"
        ):
            by_text[text][word].append(ZonedPlace(*place))
    found = [
        ZoningArea(
            text=text,
            classes={word: tuple(places) for word, places in sorted(by_text[text.pk].items())},
            absent=_without(codes, (each.commune for places in by_text[text.pk].values() for each in places)),
        )
        for text in texts
        if text.pk in by_text
    ]
    return sorted(found, key=lambda area: _rank(area.text.profession))


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
    for piece in _pieces(codes):
        rows = AplValue.objects.filter(vintage__in=list(vintages), commune__in=piece).order_by("code")
        for row in rows:
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


def _pieces(codes: Collection[str]) -> Iterable[list[str]]:
    ordered = sorted(codes)
    return (ordered[start : start + PIECE] for start in range(0, len(ordered), PIECE))


def _without(codes: Iterable[str], present: Iterable[str]) -> tuple[str, ...]:
    """Names of the communes that are not there."""
    return tuple(atlas().commune(code).name for code in sorted(set(codes) - set(present)))


def _total(places: Iterable[AplPlace]) -> float | None:
    populations = [each.population for each in places]
    return None if None in populations else sum(each for each in populations if each is not None)


def _rank(profession: str) -> int:
    keys = [each.key for each in professions()]
    return keys.index(profession) if profession in keys else len(keys)
