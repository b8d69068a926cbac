"""What every JSON endpoint shares: how it says no."""

from ninja import Schema


class Refusal(Schema):
    field: str
    reason: str


class Refusals(Schema):
    """How every endpoint says no: what to mend, in French."""

    errors: list[Refusal]
