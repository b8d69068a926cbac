"""The rules of the law, one module per form; importing this package registers them all."""

from maillage.legislation.rules.cpts import CptsFacts

__all__ = ["CptsFacts"]
