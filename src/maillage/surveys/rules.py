"""Shapes of a name, a number or an address in a free text. A name alone cannot be told from another word."""

import re

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
NAMING = re.compile(
    rf"""
      \b(?i:mme|mlle|dre?)\b\.?\s+\w+                              # nobody writes them but before a name
    | \b(?:Mr?|MR|P[rR]|(?i:monsieur|madame|mademoiselle|docteure?|professeure?|famille))\b\.?\s+{_CAPITAL}[\w'’-]*
    | \S+\s*(?:@|\(at\)|\[at\]|\barobase\b)\s*\S+                  # an e-mail address
    | (?<!\d)0[1-9](?:[\s.-]?\d\d)+(?!\d)                          # a telephone, even begun: 06 12
    | (?:\+|\b00)\d{{2}}[\s.(-]*\d(?:[\s.)-]*\d){{6,}}             # the same from abroad
    | \d(?:[\s.-]?\d){{8,}}                                        # any long number: RPPS, social security
    """,
    re.VERBOSE,
)


def naming(text: str) -> str:
    """The first words that seem to name someone, or to reach them; empty when nothing does."""
    found = NAMING.search(text)
    return found[0].strip() if found else ""
