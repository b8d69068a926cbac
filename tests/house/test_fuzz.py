"""Whatever mixture anyone sends to any page, an answer comes. The same requests each time."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from house.hostile import BODIES, UNKNOWN, VALUES, encoded, near
from house.plans import pages
from house.rows import ASKED, POSTED
from house.test_hostile import check
from house.visiting import Visits
from maillage.structures.models import Structure
from players import Cast

WORDS = st.sampled_from(near("")) | st.text(max_size=6)
JSON = st.recursive(
    st.sampled_from(VALUES) | st.text(max_size=6),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3),
)
#: The founder goes further than the others, whom a door often stops.
WHO = st.sampled_from(("founder", "founder", "member", "outsider", "anonymous"))
FUZZED = settings(
    max_examples=4,
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


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", [name for name in pages() if not name.startswith("api:")])
def test_no_mixture_makes_a_page_fail(name: str, method: str, structure: Structure, cast: Cast) -> None:
    visits = Visits(name, structure, cast)
    accepted = (ASKED if method == "get" else POSTED).get(name, {})
    names = visits.names_read(method, accepted)

    @FUZZED
    @given(WHO, arguments(name), mixtures(names, accepted), st.booleans())
    def send(who: str, given: dict[str, str], fields: list[tuple[str, str]], swapped: bool) -> None:
        url, sent = visits.url(given), encoded(fields)
        options: dict[str, Any] = {"headers": {"HX-Request": "true"} if swapped else {}}
        if method == "get":
            url = f"{url}?{sent}"
        else:
            options |= {"data": sent, "content_type": "application/x-www-form-urlencoded"}
        check(visits.answer(who, method, url, **options))

    send()


@pytest.mark.parametrize("name", ["api:funding", "api:fee", *BODIES])
def test_no_body_makes_an_endpoint_fail(name: str, structure: Structure, cast: Cast) -> None:
    visits = Visits(name, structure, cast)
    keys = list(BODIES.get(name, ("facts", "on")))

    @FUZZED
    @given(arguments(name), JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(keys, JSON)))
    def send(given: dict[str, str], body: Any) -> None:
        answer = visits.answer("anonymous", "post", visits.url(given), body, content_type="application/json")
        check(answer)

    send()
