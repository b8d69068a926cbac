"""The commune in force, or the arrondissement, behind a code of a national file."""

from maillage.geography import atlas


class Communes(dict[str, str]):
    """Code as given → unit in force; empty when it is unknown."""

    def __missing__(self, given: str) -> str:
        self[given] = atlas().unit_of(given)
        return self[given]
