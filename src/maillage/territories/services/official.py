"""What the imports of official files have in common: who is spoken of, and what was odd."""

import re
from collections import Counter
from collections.abc import Iterable

from maillage.geography import atlas
from maillage.kernel import BadInput, joined, plural
from maillage.legislation import profession_of, professions

CODE = re.compile(r"\d{4,5}|\d[AB]\d{3}")
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


class Communes:
    """Codes as the file gives them → communes in force; the unknown ones are remembered."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self.unknown: Counter[str] = Counter()

    def in_force(self, code: str) -> str:
        """The commune in force, a city for its arrondissements; empty when no commune has, nor ever had, this code."""
        unit = self.unit(code)
        return atlas().commune(unit).city or unit if unit else ""

    def unit(self, code: str) -> str:
        """The commune or the arrondissement in force; empty when none has, nor ever had, this code."""
        if code not in self._known:
            found = atlas().resolve([code]).codes if code else ()
            self._known[code] = found[0] if found else ""
        if not self._known[code]:
            self.unknown[code] += 1
        return self._known[code]

    def sentence(self, what: str) -> str:
        """« 3 communes inconnues (99001, 99002 et 99003) : laissées de côté. »; empty when there is none.

        What became of them is given in the plural.
        """
        if not self.unknown:
            return ""
        became = what if len(self.unknown) > 1 else what.replace("ées ", "ée ")
        return f"{plural(len(self.unknown), 'commune inconnue', 'communes inconnues')} ({shown(self.unknown)}) : {became}."


def code_of(text: str) -> str:
    """« 1001 » → « 01001 »: a spreadsheet ate the zero; empty when it does not look like a code."""
    code = "".join(text.split()).upper()
    if not CODE.fullmatch(code):
        return ""
    return code.zfill(5) if code.isdigit() else code


def is_arrondissement(code: str) -> bool:
    return code in atlas().names.arrondissements


def shown(items: Iterable[str]) -> str:
    """The first ones, then « … »."""
    words = list(items)
    return joined(words) if len(words) <= SHOWN else f"{', '.join(words[:SHOWN])}…"
