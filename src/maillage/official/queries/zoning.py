"""What the zoning of the ARS says of a set of communes: with the APL, it alone decides rights."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.db.models import Min, Q

from maillage.geography import atlas
from maillage.kernel import date_in_french, folded, integer, joined, with_no_break_spaces
from maillage.official.models import Zoning, ZoningText
from maillage.official.queries.apl import (
    ARRONDISSEMENT,
    catalogue_rank,
    communes_of,
    names_of,
    pieces,
    place_name,
    profession_label,
)
from maillage.ui.types import Figure

KINDS = {"tvs": "territoire de vie-santé", "qpv": "quartier prioritaire"}
#: Classes by what they open, folded; those of the others are in the order of their file.
OPENING = (
    r"zip\b|zone d intervention prioritaire",
    r"zac\b|zone d action complementaire",
    r"(?!hors\b|hv$|hz$)",
)


@dataclass(frozen=True, slots=True)
class ZonedPlace:
    kind: str
    code: str
    commune: str
    label: str

    @property
    def name(self) -> str:
        """« Albias », « Pierrefitte-sur-Seine (Saint-Denis) », « territoire de vie-santé Montauban (pour Albias) », « quartier prioritaire Les Chaumes à … »."""
        commune = place_name(self.code if self.kind in {ARRONDISSEMENT, "commune"} else "", self.commune)
        kind = KINDS.get(self.kind)
        return f"{kind} {self.label or self.code} ({commune})" if kind else commune

    @property
    def is_whole(self) -> bool:
        """All of its commune, whose inhabitants are known; a territoire de vie-santé may be a part of a large city."""
        cities = {city for city, _ in atlas().names.arrondissements.values()}
        # What a commune was before it was merged is a part of it.
        is_commune = self.kind == "commune" and self.code == self.commune
        return is_commune or (self.kind == "tvs" and self.commune not in cities)


@dataclass(frozen=True, slots=True)
class ZoningArea:
    """What one arrêté in force says of communes in force. A commune may be in several classes: so may its quartiers."""

    text: ZoningText
    classes: dict[str, tuple[ZonedPlace, ...]]  # as the arrêté writes them, those that open most first
    absent: tuple[str, ...]  # communes in none of its classes

    @property
    def label(self) -> str:
        return profession_label(self.text.profession)

    @property
    def source(self) -> str:
        """« arrêté du … (zonage.csv), en vigueur depuis le 1er janvier 2022 jusqu’au … ; habitants, Insee 2023 »."""
        text, people = self.text, f"habitants, Insee {atlas().population_year}"
        until = f" jusqu’au {date_in_french(text.until)} (exclu)" if text.until else ""
        since = f"en vigueur depuis le {date_in_french(text.since)}{until}"
        return f"{text.arrete} ({text.origin}), {since}\N{NARROW NO-BREAK SPACE}; {people}"

    @property
    def sentences(self) -> tuple[str, ...]:
        """« ZIP, 7 041 habitants : Albias et Bressols. », the communes in no class at the end."""
        named = {word: joined(place.name for place in places) for word, places in self.classes.items()}
        said = {f"{word}, {self._people(word)}": names for word, names in named.items()}
        if self.absent:
            said["Dans aucune de ses classes"] = joined(self.absent)
        return tuple(with_no_break_spaces(f"{what} : {names}.") for what, names in said.items())

    @property
    def figure(self) -> Figure:
        """As a need keeps it."""
        first, *others = (sentence.removesuffix(".") for sentence in self.sentences)
        return Figure(
            key=f"zonage.{self.text.profession}",
            label=f"Zonage, {self.label.lower()}",
            value=first,
            beside="\N{NARROW NO-BREAK SPACE}; ".join(others),
            source=f"{self.text.arrete} ({self.text.origin})",
            on=self.text.since,
        )

    def _people(self, word: str) -> str:
        """Inhabitants of the communes wholly in a class: nobody counts those of a quartier, nor of a part of a city."""
        places = self.classes[word]
        others = chain(*(others for other, others in self.classes.items() if other != word))
        elsewhere = {place.commune for place in others}
        whole = [place for place in places if place.is_whole]
        populations = [atlas().commune(code).population for code in {place.commune for place in whole}]
        is_least = len(whole) < len(places)
        is_most = any(place.commune in elsewhere for place in whole)
        if not populations or None in populations or (is_least and is_most):
            return "habitants inconnus"
        bound = " au moins" if is_least else " au plus" if is_most else ""
        return f"{integer(sum(each or 0 for each in populations))} habitants{bound}"


def zonings_of(codes: Collection[str], *, on: date) -> list[ZoningArea]:
    """Each arrêté in force that day which classes one of these communes, in the order of the professions."""
    texts = ZoningText.objects.filter(Q(until=None) | Q(until__gt=on), since__lte=on).order_by("since", "pk")
    by_text: dict[int, dict[str, list[ZonedPlace]]] = defaultdict(lambda: defaultdict(list))
    for piece in pieces(communes_of(codes)):
        rows = Zoning.objects.filter(text__in=texts, commune__in=piece).order_by("kind", "code", "commune")
        given = rows.values_list("text_id", "class_word", "kind", "code", "commune", "label")
        for text, word, *columns in given:
            place = ZonedPlace(*columns)
            if place.commune in codes or place.code in codes or place.kind == "commune":
                by_text[text][word].append(place)  # a city classed whole is so in each arrondissement
    lines = Zoning.objects.filter(text__in=list(by_text)).values_list("text_id", "class_word")
    first = {(text, word): line for text, word, line in lines.annotate(line=Min("pk"))}
    found = [
        ZoningArea(
            text=text,
            classes={
                word: tuple(by_text[text.pk][word])
                for word in sorted(by_text[text.pk], key=lambda word: (_opening(word), first[text.pk, word]))
            },
            absent=names_of(_unclassed(codes, chain(*by_text[text.pk].values()))),
        )
        for text in texts
        if text.pk in by_text
    ]
    return sorted(found, key=lambda area: catalogue_rank(area.text.profession))


def _unclassed(codes: Collection[str], places: Iterable[ZonedPlace]) -> list[str]:
    """Those in none of the classes, be it by one of their arrondissements."""
    classed = atlas().smallest(
        place.code if place.kind == ARRONDISSEMENT else place.commune for place in places
    )
    return [code for code in codes if atlas().smallest([code]).isdisjoint(classed)]


def _opening(word: str) -> int:
    plain = folded(word)
    return next((rank for rank, sign in enumerate(OPENING) if re.match(sign, plain)), len(OPENING))
