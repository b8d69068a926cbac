"""The refusal of what a person can mend, in one French sentence."""

from maillage.kernel.french import with_no_break_spaces


class BadInput(ValueError):
    """Something asked for cannot be done; the message says what, why and the way out.

    `field` names the input at fault, so that a form, a command and the JSON API can all point at it.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(with_no_break_spaces(message))
        self.field = field
