"""Use cases of the money of a structure."""
