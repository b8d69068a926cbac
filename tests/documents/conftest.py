import pytest

from maillage.documents.services import build_references


@pytest.fixture(autouse=True, scope="session")
def references():
    """Fonts and looks, as `make setup` builds them."""
    build_references()
