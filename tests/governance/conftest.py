"""What every test of this room plays with."""

import pytest
from django.utils import timezone


@pytest.fixture(autouse=True)
def clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the `NOW` of a module that says one, however long the run takes to come to it."""
    if now := getattr(request.module, "NOW", None):
        monkeypatch.setattr(timezone, "now", lambda: now)
