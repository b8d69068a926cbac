"""The documents of a structure, ready to be rendered."""
