"""What the imports of official files have in common: who is spoken of, and what was odd."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from maillage.geography import atlas
from maillage.kernel import BadInput, joined, plural
from maillage.legislation import profession_of, professions
from maillage.tables import Entry, codes_in

SHOWN = 5


def profession_key(text: str) -> str:
    """A key of the law room, given as it is or as people write it. Raises BadInput."""
    found = next((each for each in professions() if each.key == text), None) or profession_of(text)
    if found is None:
        raise BadInput(
            f"La profession « {text} » n’est pas reconnue. Écrivez par exemple « medecin_generaliste », « infirmier » "
            "ou « sage_femme ».",
            field="profession",
        )
    return found.key


@dataclass(frozen=True, slots=True)
class Found:
    """The codes of a row, as the file gives them, of communes known; `partial` when the row holds others."""

    codes: tuple[str, ...]
    why: str = ""  # what was not understood, in French
    partial: bool = False


class Communes:
    """Codes as the file gives them → communes in force; the unknown ones are remembered."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self.unknown: Counter[str] = Counter()
        self.unread = 0  # rows that hold something else than codes, or nothing

    def of(self, entry: Entry) -> Found:
        """The communes of a row, by code or by name."""
        given = entry.values.get("insee") or entry.values.get("commune", "")
        codes, rest = codes_in(given)
        self.unread += bool(rest or not codes)
        if not codes and not rest:
            return Found((), "Sans code de commune.")
        known = tuple(code for code in codes if self.in_force(code))
        unknown = [code for code in codes if code not in known]
        why = [f"Code inconnu : {joined(unknown)}."] if unknown else []
        why += [f"« {joined(rest)[:60]} » n’est pas un code de commune."] if rest else []
        return Found(known, " ".join(why), partial=bool(known and why))

    def in_force(self, code: str) -> str:
        """Empty when no commune has this code, nor ever had."""
        if code not in self._known:
            self._known[code] = atlas().commune_of(code)
        if not self._known[code]:
            self.unknown[code] += 1
        return self._known[code]

    def sentences(self, what: str) -> Iterator[str]:
        """« 3 communes inconnues (99001, 99002 et 99003) : laissées de côté. », then rows without code.

        What became of the communes is given in the plural.
        """
        if self.unknown:
            became = what if len(self.unknown) > 1 else what.replace("ées ", "ée ")
            count = plural(len(self.unknown), "commune inconnue", "communes inconnues")
            yield f"{count} ({shown(self.unknown)}) : {became}."
        if self.unread:
            lack = "sans code de commune lisible"
            count = plural(self.unread, f"ligne {lack} : laissée", f"lignes {lack} : laissées")
            yield f"{count} de côté."


def is_arrondissement(code: str) -> bool:
    return code in atlas().names.arrondissements


def shown(items: Iterable[str]) -> str:
    """The first ones, then « … »."""
    words = list(items)
    return joined(words) if len(words) <= SHOWN else f"{', '.join(words[:SHOWN])}…"
