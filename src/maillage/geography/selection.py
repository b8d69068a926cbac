"""From the codes people give to units in force, each place once; nothing is dropped without a sentence."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from maillage.geography.characters import code_as_typed
from maillage.geography.names import Names
from maillage.geography.records import Commune, Retired
from maillage.kernel import BadInput, plural, with_no_break_spaces

SHOWN = 5  # codes named in one sentence; the others are counted
EMPTY = "La sélection est vide. Choisissez au moins une commune."


@dataclass(frozen=True, slots=True)
class Selection:
    """Units in force (communes, arrondissements), and all that was odd in what was asked."""

    codes: tuple[str, ...]  # sorted, each place once: a city, or some of its arrondissements
    departements: tuple[str, ...]
    unknown: tuple[str, ...]  # codes that never existed, as given
    retired: dict[str, Retired]
    duplicates: tuple[str, ...]  # codes given more than once
    arrondissements: dict[str, str]  # arrondissement → code of the city that counts, once, in its place
    mended: dict[str, str]  # as given → code understood, when its first zero was lost
    postal: dict[str, str]  # postal codes, taken for such because no INSEE code of today looks like that
    sentences: tuple[str, ...]  # in French, one for each kind of oddity


def resolve(names: Names, given: Iterable[str]) -> Selection:
    """Read codes as INSEE codes of today. Raises BadInput when none is given."""
    counts, unknown, mended, postal = _read(names, given)
    if not counts and not unknown:
        raise BadInput(EMPTY, field="communes")

    current = {current_code(names, code) for code in counts}
    codes = names.whole(current)
    retired = {code: names.retired[code] for code in sorted(counts) if code in names.retired}
    duplicates = tuple(sorted(code for code, count in counts.items() if count > 1))
    arrondissements = {code: names.units[code].city for code in sorted(current) if code not in codes}
    return Selection(
        codes=codes,
        departements=tuple(sorted({names.units[code].departement for code in codes})),
        unknown=tuple(unknown),
        retired=retired,
        duplicates=duplicates,
        arrondissements=arrondissements,
        mended=mended,
        postal=postal,
        sentences=(
            *_unknown_sentences(names, tuple(unknown)),
            *_postal_sentences(names, postal),
            *_retired_sentences(list(retired.values())),
            *_city_sentences(names, arrondissements, given_whole=current),
            *_mended_sentences(mended),
            *_duplicate_sentences(names, duplicates),
        ),
    )


def _read(
    names: Names, given: Iterable[str]
) -> tuple[dict[str, int], dict[str, None], dict[str, str], dict[str, str]]:
    """Known codes, each with the times it was given; unknown ones; those mended; those that are postal."""
    counts: dict[str, int] = defaultdict(int)
    unknown: dict[str, None] = {}
    mended: dict[str, str] = {}
    postal: dict[str, str] = {}
    for text in given:
        code = understood(names, text)
        if code is None:
            if text.strip():
                unknown[text.strip()] = None
            continue
        if places := postal_sense(names, code):
            if len(places) > 1:
                unknown[code] = None
                continue
            postal[code] = places[0].code
            code = places[0].code
        counts[code] += 1
        if len(code) > len(code_as_typed(text)):
            mended[text.strip()] = code
    return counts, unknown, mended, postal


def understood(names: Names, text: str) -> str | None:
    """The code meant by « 82 121 », « 2a004 », « 82121.0 » or « 1001 » (a lost zero), or None."""
    code = "".join(code_as_typed(text).split()).upper()
    if len(code) == 4 and code.isdigit():
        code = f"0{code}"
    return code if code in names.units or code in names.retired else None


def current_code(names: Names, code: str) -> str:
    """The unit in force that a known code means."""
    return code if code in names.units else names.retired[code].new_code


def postal_sense(names: Names, code: str) -> tuple[Commune, ...]:
    """Places of a postal code that was also, long ago, the INSEE code of a commune since moved; else none.

    75016 was Cachan's before 1968, 20090 Corte's before 1976: nobody means that by them today.
    """
    old = names.retired.get(code)
    if old is None or names.units[old.new_code].departement[:2] == code[:2]:
        return ()
    return names.by_postal_code.get(code, ())


def _unknown_sentences(names: Names, codes: Collection[str]) -> Iterable[str]:
    for code in codes:
        if places := postal_sense(names, code):
            choices = listed([f"{place.name} ({place.code})" for place in places])
            yield with_no_break_spaces(
                f"{code} est le code postal de plusieurs communes : {choices}. Donnez leur code Insee."
            )
    codes = [code for code in codes if not postal_sense(names, code)]
    if len(codes) == 1:
        yield with_no_break_spaces(
            f"La commune {listed(codes)} n'existe pas (ou plus). "
            "Vérifiez le code, ou cherchez-la par son nom."
        )
    elif codes:
        yield with_no_break_spaces(
            f"Les communes {listed(codes)} n'existent pas (ou plus). "
            "Vérifiez ces codes, ou cherchez-les par leur nom."
        )


def _postal_sentences(names: Names, postal: dict[str, str]) -> Iterable[str]:
    for code, place in postal.items():
        yield with_no_break_spaces(
            f"{code} est un code postal : {names.units[place].name} ({place}) compte à sa place."
        )


def _retired_sentences(retired: list[Retired]) -> Iterable[str]:
    for old in retired[:SHOWN]:
        name = f" ({old.old_name})" if old.old_name else ""
        yield with_no_break_spaces(
            f"Le code {old.code}{name} a été remplacé : {old.new_name} ({old.new_code}) compte à sa place."
        )
    if len(retired) > SHOWN:
        rest = listed([old.code for old in retired[SHOWN:]])
        yield with_no_break_spaces(f"D'autres codes ont été remplacés de même : {rest}.")


def _city_sentences(names: Names, cities: dict[str, str], given_whole: Collection[str]) -> Iterable[str]:
    """A city that counts in the place of its arrondissements: it was given with them, or all of them were."""
    by_city: dict[str, list[str]] = defaultdict(list)
    for code, city in cities.items():
        by_city[city].append(code)
    for city, codes in by_city.items():
        name = f"{names.units[city].name} ({city})"
        if city in given_whole:
            yield with_no_break_spaces(
                f"{name} est choisie en entier : {plural(len(codes), 'arrondissement donné', 'arrondissements donnés')}"
                f" en plus ({listed(codes)}), compté une fois avec la ville."
            )
        else:
            yield with_no_break_spaces(
                f"Les {len(codes)} arrondissements de {names.units[city].name} sont choisis : "
                f"la ville entière compte à leur place, une fois ({city})."
            )


def _mended_sentences(mended: dict[str, str]) -> Iterable[str]:
    if mended:
        pairs = listed([f"{text} en {code}" for text, code in mended.items()])
        yield with_no_break_spaces(f"Un zéro manquait au début, nous l'avons remis : {pairs}.")


def _duplicate_sentences(names: Names, codes: Collection[str]) -> Iterable[str]:
    if codes:
        shown = listed([f"{names.units[current_code(names, code)].name} ({code})" for code in codes])
        yield with_no_break_spaces(f"Donné plusieurs fois, compté une seule : {shown}.")


def listed(items: Collection[str], last: str = "et") -> str:
    """« 82001, 82002 et 82003 »; past a few, « … et 12 autres »."""
    shown = [shortened(item) for item in items]
    if len(shown) > SHOWN + 1:
        shown = [*shown[:SHOWN], f"{len(shown) - SHOWN} autres"]
    *start, end = shown
    return f"{', '.join(start)} {last} {end}" if start else end


def shortened(text: str) -> str:
    """A text someone typed, short enough for a sentence."""
    return text if len(text) <= 60 else f"{text[:59]}…"
