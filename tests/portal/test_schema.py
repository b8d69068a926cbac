"""The API against its own OpenAPI: invented requests, in this process, each answer in the shape announced."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from pytest_django import DjangoDbBlocker
from schemathesis.specs.openapi.checks import positive_data_acceptance

from maillage.config.wsgi import application
from maillage.limits.services import MINUTE, Limit

#: A request made so closes its connections: it cannot be inside the transaction of a test.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]
OPERATIONS = [
    ("POST", "/api/v1/territories/summary"),
    ("POST", "/api/v1/funding/cpts"),
    ("POST", "/api/v1/funding/cpts/contract"),
    ("POST", "/api/v1/funding/batch"),
    ("POST", "/api/v1/funding/{form}"),
    ("POST", "/api/v1/fees/{name}"),
    ("POST", "/api/v1/check"),
    ("POST", "/api/v1/advise"),
    ("GET", "/api/v1/directory/search"),
    ("GET", "/api/v1/structures/{slug}/coverage"),
    ("GET", "/api/v1/structures/{slug}/money/calendar"),
    ("GET", "/api/v1/structures/{slug}/money/return"),
    ("GET", "/api/v1/structures/{slug}/money/aci"),
    ("GET", "/api/v1/structures/{slug}/money/batches/{pk}"),
    ("POST", "/api/v1/structures/{slug}/money/batches/{pk}/file"),
    ("POST", "/api/v1/structures/{slug}/money/statement"),
    ("GET", "/api/v1/structures/{slug}/money/fec"),
    ("POST", "/api/v1/structures/{slug}/money/share"),
    ("POST", "/api/v1/structures/{slug}/requests"),
    ("GET", "/api/v1/structures/{slug}/requests/{code}"),
    ("GET", "/api/v1/review"),
    ("GET", "/api/v1/review/{section}"),
    ("GET", "/api/v1/protocols"),
    ("GET", "/api/v1/trees"),
    ("POST", "/api/v1/trees/{key}/run"),
    ("GET", "/api/v1/rules"),
    ("GET", "/api/v1/rules/{rule_id}"),
]


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Any:
    """What the API says of itself: read once, for it takes as long as a test."""
    with django_db_blocker.unblock():
        return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture
def announced(written: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr("maillage.portal.endpoints.DEMANDS", Limit(10_000, MINUTE))
    return written


def test_every_operation_is_tried(announced: Any) -> None:
    found = {(each.ok().method.upper(), each.ok().path) for each in announced.get_all_operations()}
    assert found == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_has_the_shape_announced(method: str, path: str, announced: Any) -> None:
    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(case=announced[path][method].as_strategy())
    def answers(case: Any) -> None:
        # A commune may be well written and not exist: 422 is an answer too.
        case.call_and_validate(
            headers={"Accept-Encoding": "identity"}, excluded_checks=[positive_data_acceptance]
        )

    answers()
