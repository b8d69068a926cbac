"""What may be told of few people: groups too small to be shown apart, answers not to be counted yet."""

from collections.abc import Mapping

#: Fewer people than this are never shown apart, nor can be told by subtracting what is shown.
SMALLEST = 5


def too_small(sizes: Mapping[str, int]) -> frozenset[str]:
    """The groups to show as a single one; empty when each may stand alone.

    Those of fewer than SMALLEST people, and the next ones in size until at least two groups and SMALLEST people
    hide together: what is left when the rows shown are taken from the total is then nobody's own.
    """
    by_size = sorted((size, key) for key, size in sizes.items() if size)
    hidden = [pair for pair in by_size if pair[0] < SMALLEST]
    if not hidden:
        return frozenset()
    for pair in by_size[len(hidden) :]:
        if len(hidden) > 1 and sum(size for size, _ in hidden) >= SMALLEST:
            break
        hidden.append(pair)
    return frozenset(key for _, key in hidden)


def countable(received: int, *, is_open: bool) -> int:
    """How many answers the tables count today: none as long as others may come, then all, from SMALLEST on.

    A table read while it grows tells whoever also answers what the others did: their own lines are known to them,
    and the difference of two readings is the rest. Read once, at the end, it tells what all the others did together.
    """
    return 0 if is_open or received < SMALLEST else received
