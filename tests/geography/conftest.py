import pytest

from maillage.geography import Atlas, atlas, build


@pytest.fixture(scope="session")
def france() -> Atlas:
    """The real atlas; compiled first when `make setup` has not done it."""
    build()
    return atlas()
