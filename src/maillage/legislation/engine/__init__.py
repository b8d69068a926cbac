"""A small exact engine: numbers that know what they do not know, dated rules, and their trace."""
