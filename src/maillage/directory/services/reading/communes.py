"""The commune in force behind a code of a national file."""

from maillage.geography import atlas


class Communes(dict[str, str]):
    """Code as given → commune in force; empty when it is unknown. An arrondissement is its city."""

    def __missing__(self, given: str) -> str:
        self[given] = atlas().commune_of(given)
        return self[given]
