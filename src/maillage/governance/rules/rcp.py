"""What a theme may say: a subject, never somebody."""

import re

#: What names or numbers a person: a civility, initials, an age, a date, a long number.
_SOMEBODY = re.compile(
    r"\b(m|mr|mme|mlle|monsieur|madame|mademoiselle|patiente?)\b\.?"
    r"|\b(?-i:[A-ZÀ-Ý]\.\s?[A-ZÀ-Ý])\b"
    r"|\b\d{1,3}\s*ans\b"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}"
    r"|\d{4,}",
    re.IGNORECASE,
)


def tells_of_somebody(theme: str) -> str:
    """What of these words may tell who was spoken of; empty when nothing does. « plus de 75 ans » is a group."""
    group = re.sub(r"plus de 75 ans", "", theme, flags=re.IGNORECASE)
    found = _SOMEBODY.search(group)
    return found[0].strip() if found else ""
