"""Saving, declaring, and taking parts of communes."""

from maillage.territories.services.parts import drop_part, take_part
from maillage.territories.services.saving import declare, no_territory, save_territory, withdraw

__all__ = ["declare", "drop_part", "no_territory", "save_territory", "take_part", "withdraw"]
