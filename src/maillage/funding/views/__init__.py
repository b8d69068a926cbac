"""Pages of the money of a structure."""
