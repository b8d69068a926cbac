"""What is kept of a name beside it: how lists are put in order, and what two ways to write it have in common."""

from maillage.kernel import folded

TITLES = frozenset({"dr", "docteur", "pr", "professeur", "m", "mr", "monsieur", "mme", "madame", "mlle"})
#: Of a folded name: a letter may give several (« œ »).
LONGEST = 250
#: The columns where they are kept.
CALLED = frozenset({"called", "alike"})


def key_of(plain: str, name: str) -> tuple[str, ...]:
    """The same for two ways to write one name, whatever the order of its words; `plain`: the name, folded."""
    words = sorted(plain.split()) or [name.casefold()]  # a name in other letters than ours
    return tuple(word for word in words if word not in TITLES) or tuple(words)


def called(name: str) -> tuple[str, str]:
    """What is kept of a name: folded, then what is the same for all the ways to write it."""
    plain = folded(name)
    return plain[:LONGEST], " ".join(key_of(plain, name))[:LONGEST]
