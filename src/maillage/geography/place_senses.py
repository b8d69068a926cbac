"""Communes that an item may mean: by its name, by its codes, and by what each says of the other."""

import re
from dataclasses import replace
from enum import Enum

from maillage.geography.names import Names, search_key
from maillage.geography.place_names import LEFT_OUT, NOTHING, Communes, Named, Sense, choices_of
from maillage.geography.place_words import (
    CODE,
    CODE_INSIDE,
    FIGURES_LAST,
    LOST,
    TOWN_OF,
    Item,
    Words,
)
from maillage.geography.records import Commune
from maillage.geography.selection import current_code, postal_sense, shortened

#: Words that two names may share without being alike.
COMMON = frozenset(
    [
        "l",
        "le",
        "la",
        "les",
        "d",
        "de",
        "du",
        "des",
        "en",
        "sur",
        "sous",
        "les",
        "lez",
        "saint",
        "sainte",
        "saints",
        "saintes",
        "et",
        "a",
        "au",
        "aux",
    ]
)

#: What is said between parentheses of a commune that is held in part.
OF_A_PART = re.compile(
    r"\b(?:parties?|partiel\w*|quartiers?|secteurs?|iris|hors|sauf|moins)\b", re.IGNORECASE
)


class Codes(Enum):
    """Kind of the five-digit codes of a list, as far as its other lines tell."""

    INSEE = "insee"
    SAID_INSEE = "dit insee"  # by the title of their column
    POSTAL = "postal"
    UNKNOWN = ""


class Senses(Named):
    """The senses of items, for someone who reads names in a `departement` first."""

    def __init__(self, names: Names, words: Words, departement: str | None) -> None:
        super().__init__(names, departement)
        self.words = words
        self.codes = Codes.UNKNOWN
        self.is_plain = False  # there is no doubt that codes are INSEE's
        self.is_titled = False  # a title says that codes are those of communes, without saying which codes

    def of(self, item: Item) -> Sense:
        """One item by itself."""
        sense = self.by_office(self._with_aside(self._of(item), item), item)
        if not item.unread or not sense.kept:
            return sense
        (place, *_) = sense.kept
        asked = f"« {shortened(item.unread)} » n'est pas compris comme un arrondissement de {place.name} : "
        return Sense(choices=sense.kept, question=f"{asked}prenez-vous la ville entière ?")

    def by_office(self, sense: Sense, item: Item) -> Sense:
        """« PARIS CEDEX 14 »: the number is that of an office, most often in the 14e. What it serves is asked."""
        if not item.is_cedex or len(sense.kept) != 1:
            return sense
        (place,) = sense.kept
        city = self.names.units[place.city or place.code]
        if city.code not in self.names.cities or place.code in item.codes:
            return sense
        office = self.names.arrondissement(search_key(f"{city.name} {item.office}")) if item.office else None
        if place is not city:
            return sense if office in {None, place} else _asked_of_office(item, place, office)
        if item.office:
            return _asked_of_office(item, office, city)
        note = f"« {shortened(item.text)} » ne dit pas l'arrondissement : {city.name} ({city.code}) compte en entier."
        return replace(sense, note=note)

    def _of(self, item: Item) -> Sense:
        if item.codes and item.name:
            found = (self.together(item.name, code, item) for code in item.codes)
            sense = next(filter(None, found), NOTHING)
            return sense if sense.kept else self._before_figures(item) or sense
        if item.codes and not item.is_cedex:
            sense = self._code(item.codes[0])
            if item.is_mended and sense.kept and not sense.note:
                return replace(sense, note=f"Un zéro manquait : {item.text} est lu {item.codes[0]}.")
            return sense
        if not item.name:
            return NOTHING
        if item.departements is not None:
            there = self._in_departements(item.departements)
            return self._there(item.name, there) or self._town(item) or self._before_figures(item)
        return (
            self._name(item)
            or self._with_departement_last(item)
            or self._town(item)
            or self._upon(item)
            or self._around_code(item)
            or self._before_figures(item)
        )

    def _with_aside(self, sense: Sense, item: Item) -> Sense:
        """With a note on what is not counted as it is written: « Montauban (Albias) », « Montauban (en partie) »."""
        if not item.aside or not sense.kept:
            return sense
        (place, *_) = sense.kept
        aside = shortened(item.aside)
        if LEFT_OUT.match(item.aside):
            asked = f"« {shortened(item.text)} » dit « {aside} » : prenez-vous {place.name} ({place.code}) ?"
            return Sense(choices=sense.kept, question=asked)
        if sense.note:
            return sense
        if OF_A_PART.search(item.aside):
            return replace(
                sense, note=f"« {aside} » n'est pas lu : {place.name} ({place.code}) compte en entier."
            )
        others = self.named(item.aside)
        if not others or set(others) & set(sense.kept):
            return sense
        return replace(
            sense,
            note=f"« {aside} », entre parenthèses, n'est pas compté : {place.name} ({place.code}) l'est.",
        )

    def _town(self, item: Item) -> Sense:
        """« Commune de Montauban », « puis Albias »."""
        town = TOWN_OF.fullmatch(search_key(item.name))
        return self._of(replace(item, name=town["name"] or town["other"])) if town else NOTHING

    def _upon(self, item: Item) -> Sense:
        """« Villeneuve/Lot »."""
        return (
            self._name(replace(item, name=item.name.replace("/", " sur "))) if "/" in item.name else NOTHING
        )

    def _around_code(self, item: Item) -> Sense:
        """« Montauban 82000 Tarn-et-Garonne »."""
        found = CODE_INSIDE.fullmatch(item.text)
        if found is None:
            return NOTHING
        is_where = self.words.where(found["after"]) is not None or self.words.is_epci(found["after"])
        return self.agreed(found["name"], found["code"].upper()) if is_where else NOTHING

    def _before_figures(self, item: Item) -> Sense:
        """« Albias 3 289 », « Montauban 82121 62945 »: numbers that are no code of that commune are people, a surface…"""
        found = FIGURES_LAST.fullmatch(item.text)
        if found is None or not re.search(r"\d{3}", found["figures"]) or self.words.where(found["figures"]):
            return NOTHING
        name = found["name"].strip(" ,:")
        spaced = re.sub(r"\b(\d\d) (\d{3})\b", r"\1\2", found["figures"])
        codes = re.findall(rf"\b(?:{CODE}|\d{{4}})\b", spaced)
        for code in codes:
            if (sense := self.agreed(name, code.zfill(5))).kept:
                return sense
        others = [code for code in codes if len(code) == 5 and (self.insee(code) or self.postal(code))]
        return NOTHING if others else self._name(Item(name, name=name))

    def _with_departement_last(self, item: Item) -> Sense:
        apart = self.words.with_departement_last(item)
        return self.of(apart) if apart and self.named(apart.name) else NOTHING

    # — by name

    def _name(self, item: Item) -> Sense:
        """Communes of that name. « Verdun », typed in Tarn-et-Garonne, may also be Verdun-sur-Garonne."""
        if LOST.search(item.name):
            return self._spoilt(item.name)
        communes = self._here_first(self.named(item.name))
        if not communes:
            return NOTHING
        if self.departement and communes[0].departement != self.departement:
            begun = self.begun(item.name, self._here)
            communes = (*begun, *communes)
        return self._settled(communes, item.name)

    def _there(self, name: str, pool: Communes) -> Sense:
        """The commune of that name in a département, else the only one there whose name begins so."""
        inside = {commune.departement for commune in pool}
        named = self.named(name)
        exact = tuple(commune for commune in named if commune.departement in inside)
        sense = self._settled(exact or self.begun(name, pool), name)
        if exact or not named or not sense.kept:
            return sense
        (place,) = sense.kept
        why = "la seule commune du département donné dont le nom commence ainsi"
        return Sense(kept=(place,), note=f"« {shortened(name)} » est lu {place.name} ({place.code}), {why}.")

    # — by code

    def insee(self, code: str) -> Commune | None:
        """The unit in force of an INSEE code, be it retired."""
        known = code in self.names.units or code in self.names.retired
        return self.names.units[current_code(self.names, code)] if known else None

    def postal(self, code: str) -> Communes:
        return self.names.by_postal_code.get(code, ())

    def _code(self, code: str) -> Sense:
        insee, postal = self.insee(code), self._here_first(self.postal(code))
        if insee is None or (postal and self.codes is Codes.POSTAL):
            return Sense(kept=postal) if len(postal) == 1 else Sense(choices=postal)
        retired = code in self.names.retired
        is_insee = self.codes is Codes.SAID_INSEE or (self.codes is Codes.INSEE and not retired)
        if not postal or insee in postal or is_insee:
            return Sense(kept=(insee,), note=self._code_note(code, insee, postal))
        if retired and self.is_titled and not postal_sense(self.names, code):
            return Sense(kept=(insee,), note=self._code_note(code, insee, postal))
        if retired and self.codes is not Codes.INSEE:  # nobody means the code of long ago
            return Sense(kept=postal) if len(postal) == 1 else Sense(choices=postal)
        return Sense(choices=(insee, *postal))

    def _code_note(self, code: str, commune: Commune, postal: Communes) -> str:
        if old := self.names.retired.get(code):
            name = f" ({old.old_name})" if old.old_name else ""
            return f"Le code {code}{name} a été remplacé : {commune.name} ({commune.code}) compte à sa place."
        if postal and commune not in postal and not self.is_plain:
            others = choices_of(postal, "et")
            return f"Le code {code} est lu comme code Insee : {commune.name}. Code postal : {others}."
        return ""

    # — by both

    def agreed(self, name: str, code: str) -> Sense:
        """A name and a code that mean one commune; nothing when they do not agree."""
        exact, insee, postal = self.named(name), self.insee(code), self.postal(code)
        if insee is not None and insee in exact:
            return self._settled((insee,), name)
        codes = {commune.code for commune in exact}
        both = tuple(place for place in postal if place.code in codes or place.city in codes)
        if both:
            return self._of_a_city(self._settled(both, name), name)
        if insee is not None and self._alike(insee, name):
            return Sense(kept=(insee,))
        return self._settled(begun, name) if (begun := self.begun(name, postal)) else NOTHING

    def _of_a_city(self, sense: Sense, name: str) -> Sense:
        """« 69001 LYON » is the arrondissement of that code, beside « 69300 CALUIRE » too: it is said."""
        city = sense.kept[0].city if len(sense.kept) == 1 else ""
        if not city or self.names.arrondissement(search_key(name)):
            return sense
        note = (
            f"À côté d'un code postal, « {shortened(name)} » est lu comme un arrondissement ; "
            f"la ville entière a le code {city}."
        )
        return replace(sense, note=note)

    def together(self, name: str, code: str, item: Item) -> Sense:
        """A name with a code beside it, whatever they say of each other."""
        figures = FIGURES_LAST.fullmatch(name)
        if figures and self.named(figures["name"]) and not self.named(name):
            name = figures["name"]
        exact = self.named(name)
        sense = self.agreed(name, code)
        # Nobody but the post knows most codes before « CEDEX »: those of Insee among them are there by chance.
        if sense and not (
            item.is_cedex
            and {place.city or place.code for place in sense.kept}.isdisjoint(c.code for c in exact)
        ):
            return sense
        insee = None if postal_sense(self.names, code) else self.insee(code)
        if item.is_cedex or (insee is None and not self.postal(code)):
            return self._there(name, self._in_departements(departements_of(code)))
        if insee is not None and not exact:
            if len(item.codes) < 2 and self._shares_a_word(insee, name):
                why = f"le code {code} est celui de {insee.name} ({insee.code}), qui compte."
                return Sense(
                    kept=(insee,), note=f"« {shortened(name)} » n'est pas un nom que nous connaissons ; {why}"
                )
            return Sense(choices=(insee, *self.postal(code)))
        if not exact:
            return Sense(choices=self.postal(code))
        near = tuple(commune for commune in exact if commune.departement in departements_of(code))
        if insee is not None and not self.postal(code):
            near = (insee, *exact)
        return Sense(choices=tuple(dict.fromkeys(near)))

    def _alike(self, commune: Commune, name: str) -> bool:
        """Whether a name is the beginning of that of a commune, or that of one it took in."""
        return bool(
            self.begun(name, (commune,)) or commune in self.names.by_former_key.get(search_key(name), ())
        )

    def _shares_a_word(self, commune: Commune, name: str) -> bool:
        return bool(set(search_key(name).split()) & set(self._key(commune).split()) - COMMON)


def _asked_of_office(item: Item, *places: Commune | None) -> Sense:
    choices = tuple(place for place in places if place)
    asked = f"« {shortened(item.text)} » est l'adresse d'un bureau de poste, qui peut servir plusieurs arrondissements : "
    way_out = (
        f"choisissez entre {choices_of(choices, 'et')}."
        if len(choices) > 1
        else "prenez-vous la ville entière ?"
    )
    return Sense(choices=choices, question=asked + way_out)


def departements_of(code: str) -> frozenset[str]:
    """Those of a postal or CEDEX code, by its first digits: 82013 → 82, 20189 → 2A and 2B."""
    if code.startswith("20"):
        return frozenset({"2A", "2B"})
    return frozenset({code[:3] if code[:2] in {"97", "98"} else code[:2]})
