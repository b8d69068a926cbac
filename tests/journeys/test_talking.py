"""A dialogue de gestion from its preparation to its record: the rates that are kept reach the contract."""

from browser import IN_A_BROWSER
from journeys.conftest import OpenWindow
from journeys.dialogues import conclude, dialogue, the_one
from journeys.steps import CAMILLE, go_in
from maillage.funding.models import ResultStep

pytestmark = IN_A_BROWSER


def test_what_is_kept_at_the_dialogue_is_on_the_contract(window: OpenWindow) -> None:
    page = window().new_page()
    held = dialogue(is_closed=False)
    go_in(page, CAMILLE, the_one(is_closed=False))
    conclude(page, held)
    kept = ResultStep.objects.filter(contract=held.contract, number=held.number, state="retenu")
    assert {str(each.rate.normalize()) for each in kept if each.rate is not None} == {"0.8"}
    assert kept.count() == held.contract.missions.count()
