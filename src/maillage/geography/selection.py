"""From the codes people give to communes in force, each once; nothing is dropped without a sentence."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from maillage.geography.names import Names
from maillage.geography.records import Retired
from maillage.kernel import BadInput, with_no_break_spaces

SHOWN = 5  # codes named in one sentence; the others are counted
EMPTY = "La sélection est vide. Choisissez au moins une commune."


@dataclass(frozen=True, slots=True)
class Selection:
    """Communes in force, and all that was odd in what was asked."""

    codes: tuple[str, ...]  # sorted, each once
    departements: tuple[str, ...]
    unknown: tuple[str, ...]  # codes that never existed, as given
    retired: dict[str, Retired]
    duplicates: tuple[str, ...]  # codes given more than once
    arrondissements: dict[str, str]  # arrondissement → code of the city counted, once, in its place
    mended: dict[str, str]  # as given → code understood, when its first zero was lost
    sentences: tuple[str, ...]  # in French, one for each kind of oddity


def resolve(names: Names, given: Iterable[str]) -> Selection:
    """Read codes as INSEE codes of today. Raises BadInput when none is given."""
    counts: dict[str, int] = defaultdict(int)
    unknown: dict[str, None] = {}
    mended: dict[str, str] = {}
    for text in given:
        code = understood(names, text)
        if code is None:
            if text.strip():
                unknown[text.strip()] = None
            continue
        counts[code] += 1
        if len(code) > len(text.strip()):
            mended[text.strip()] = code
    if not counts and not unknown:
        raise BadInput(EMPTY, field="communes")

    codes = tuple(sorted({current_code(names, code) for code in counts}))
    retired = {code: names.retired[code] for code in sorted(counts) if code in names.retired}
    duplicates = tuple(sorted(code for code, count in counts.items() if count > 1))
    arrondissements = {
        code: names.arrondissements[code][0] for code in sorted(counts) if code in names.arrondissements
    }
    return Selection(
        codes=codes,
        departements=tuple(sorted({names.communes[code].departement for code in codes})),
        unknown=tuple(unknown),
        retired=retired,
        duplicates=duplicates,
        arrondissements=arrondissements,
        mended=mended,
        sentences=(
            *_unknown_sentences(tuple(unknown)),
            *_retired_sentences(list(retired.values())),
            *_arrondissement_sentences(names, arrondissements),
            *_mended_sentences(mended),
            *_duplicate_sentences(names, duplicates),
        ),
    )


def understood(names: Names, text: str) -> str | None:
    """The code meant by « 82 121 », « 2a004 » or « 1001 » (a spreadsheet ate the zero), or None."""
    code = "".join(text.split()).upper()
    if len(code) == 4 and code.isdigit():
        code = f"0{code}"
    known = code in names.communes or code in names.retired or code in names.arrondissements
    return code if known else None


def current_code(names: Names, code: str) -> str:
    """The commune in force that a known code means."""
    if code in names.communes:
        return code
    if code in names.arrondissements:
        return names.arrondissements[code][0]
    return names.retired[code].new_code


def _unknown_sentences(codes: Collection[str]) -> Iterable[str]:
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


def _retired_sentences(retired: list[Retired]) -> Iterable[str]:
    for old in retired[:SHOWN]:
        name = f" ({old.old_name})" if old.old_name else ""
        yield with_no_break_spaces(
            f"Le code {old.code}{name} a été remplacé : {old.new_name} ({old.new_code}) compte à sa place."
        )
    if len(retired) > SHOWN:
        rest = listed([old.code for old in retired[SHOWN:]])
        yield with_no_break_spaces(f"D'autres codes ont été remplacés de même : {rest}.")


def _arrondissement_sentences(names: Names, cities: dict[str, str]) -> Iterable[str]:
    by_city: dict[str, list[str]] = defaultdict(list)
    for code, city in cities.items():
        by_city[city].append(code)
    for city, codes in by_city.items():
        name = names.communes[city].name
        start = "L'arrondissement" if len(codes) == 1 else "Les arrondissements"
        verb = "est compté" if len(codes) == 1 else "sont comptés"
        yield with_no_break_spaces(
            f"{start} {listed(codes)} {verb} avec la ville entière, une fois : {name} ({city})."
        )


def _mended_sentences(mended: dict[str, str]) -> Iterable[str]:
    if mended:
        pairs = listed([f"{text} en {code}" for text, code in mended.items()])
        yield with_no_break_spaces(f"Un zéro manquait au début, nous l'avons remis : {pairs}.")


def _duplicate_sentences(names: Names, codes: Collection[str]) -> Iterable[str]:
    if codes:
        shown = listed([f"{names.communes[current_code(names, code)].name} ({code})" for code in codes])
        yield with_no_break_spaces(f"Donné plusieurs fois, compté une seule : {shown}.")


def listed(items: Collection[str], last: str = "et") -> str:
    """« 82001, 82002 et 82003 »; past a few, « … et 12 autres »."""
    shown = [shortened(item) for item in items]
    if len(shown) > SHOWN + 1:
        shown = [*shown[:SHOWN], f"{len(shown) - SHOWN} autres"]
    *start, end = shown
    return f"{', '.join(start)} {last} {end}" if start else end


def shortened(text: str) -> str:
    """What someone typed, short enough for a sentence."""
    return text if len(text) <= 60 else f"{text[:59]}…"
