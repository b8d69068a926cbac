"""The commune in force behind a code of a national file."""

from maillage.geography import atlas

#: INSEE codes of two islands before they left Guadeloupe.
LEFT_GUADELOUPE = {"97123": "97701", "97127": "97801"}


class Communes(dict[str, str]):
    """Code as given → commune in force; empty when it is unknown."""

    def __init__(self) -> None:
        super().__init__()
        france = atlas()
        departements = (france.communes_of(each.code) for each in france.departements())
        self._in_force = {commune.code for communes in departements for commune in communes}

    def __missing__(self, given: str) -> str:
        self[given] = given if given in self._in_force else self._resolved(given)
        return self[given]

    def _resolved(self, given: str) -> str:
        # Blanks alone would be no selection at all, which is refused.
        known = atlas().resolve([LEFT_GUADELOUPE.get(given, given)]).codes if given.strip() else ()
        return known[0] if known else ""
