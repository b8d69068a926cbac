"""What else may happen to a paper than being refused."""

from maillage.kernel import BadInput


class NotReached(BadInput):
    """The place where papers are kept does not answer: nothing is lost, another moment may do."""
