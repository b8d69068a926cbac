"""What a process that lasts holds for good."""

import gc

#: Objects made before those that hold each other are looked for: a long page makes some twenty thousand.
BETWEEN_COLLECTIONS = 50_000


def settle_memory() -> None:
    """What was read once for all is never garbage: it is not looked through with the rest any more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(BETWEEN_COLLECTIONS, 10, 10)
