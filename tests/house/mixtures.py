"""Mixtures that anyone might send to any page. The same ones each time."""

from typing import Any

from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from house.hostile import UNKNOWN, VALUES, near
from house.plans import pages

WORDS = st.sampled_from(near("")) | st.text(max_size=6)
JSON = st.recursive(
    st.sampled_from(VALUES) | st.text(max_size=6),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3),
)
#: The founder goes further than the others, whom a door often stops.
WHO = st.sampled_from(("founder", "founder", "member", "outsider", "anonymous"))
FUZZED = settings(
    max_examples=3 if connection.vendor == "postgresql" else 2,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def arguments(name: str) -> Any:
    """Of the path of a page: as usual, or hostile."""
    return st.just({}) | st.fixed_dictionaries(dict.fromkeys(pages()[name].arguments, WORDS))


@st.composite
def mixtures(draw: st.DrawFn, names: list[str], accepted: dict[str, str]) -> list[tuple[str, str]]:
    """(field, value), several of them hostile, missing or there twice."""
    kept = draw(st.lists(st.sampled_from(sorted(accepted.items())), unique=True)) if accepted else []
    return kept + draw(st.lists(st.tuples(st.sampled_from([*names, UNKNOWN]), WORDS), max_size=6))
