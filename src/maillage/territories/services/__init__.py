"""Writing territories, and what people say of them."""

from maillage.territories.services.saving import declare, save_territory, withdraw

__all__ = ["declare", "save_territory", "withdraw"]
