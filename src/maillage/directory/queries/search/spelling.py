"""When two folded words are one letter apart: wrong, missing, added, or swapped with its neighbour."""

#: A shorter word is too many others when one of its letters may be wrong.
SHORTEST = 3
#: A longer word is no name: nobody mistypes it, and its keys would be as many as its letters, each as long as it.
LONGEST = 40


def keys_of(word: str) -> set[str]:
    """The word and each of its one-letter deletions: two words one letter apart have one in common.

    None for a word that is too short, or too long: it is found as it is written, or by its beginning.
    """
    if not SHORTEST <= len(word) <= LONGEST:
        return set()
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def one_apart(word: str, other: str) -> bool:
    """True when one letter is wrong, missing, added, or swapped with its neighbour; not for equal words."""
    start = 0
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    ours, theirs = word[start:], other[start:]
    if len(ours) != len(theirs):
        return ours[1:] == theirs or ours == theirs[1:]
    swapped = ours[:2] == theirs[1::-1] and ours[2:] == theirs[2:]
    return ours != theirs and (ours[1:] == theirs[1:] or swapped)
