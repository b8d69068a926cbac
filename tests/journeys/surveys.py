"""Surveys of the demonstration, opened and answered by people who have no page: the link makes their address."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page

from journeys.steps import CAMILLE, unfold
from maillage.accounts.models import User
from maillage.structures.models import Structure
from maillage.surveys.models import Survey
from maillage.surveys.services import GivenAnswer, answer_survey, close_survey, open_survey

SURVEYS = "/s/cpts-du-grand-montauban-demonstration/diagnostic/enquetes/"
TRADES = ("infirmier", "infirmier", "pharmacien", "medecin_generaliste", "sage_femme")


def asked(questionnaire: str = "soignants", *, answers: int = 0, closed: bool = False) -> Survey:
    """A survey of the demonstration, as many people having answered."""
    structure = Structure.objects.get(slug="cpts-du-grand-montauban-demonstration")
    by, today = User.objects.get(email=CAMILLE), timezone.localdate()
    survey = open_survey(
        structure,
        questionnaire,
        asked_by=structure.name,
        by=by,
        on=today,
        closed_on=today + timedelta(days=30),
    )
    for place in range(answers):
        given = GivenAnswer(
            TRADES[place % 5], "82121", {"outils": ["papier"]}, {"une_chose": f"Du temps, {place} fois."}
        )
        answer_survey(survey, given, key=uuid4(), on=today)
    return close_survey(survey, by=by, on=today) if closed else survey


def link(survey: Survey) -> str:
    return f"/l/{survey.token}/"


def see(
    page_of: Callable[[Survey], str], *, answers: int = 0, closed: bool = False
) -> Callable[[Page], None]:
    """Go to a page of a survey that did not exist before."""

    def go(page: Page) -> None:
        page.goto(page_of(asked(answers=answers, closed=closed)))
        unfold(page)

    return go


def results(survey: Survey) -> str:
    return f"{SURVEYS}{survey.pk}/"


def poster(survey: Survey) -> str:
    return f"{SURVEYS}{survey.pk}/affiche/"


def thanks(survey: Survey) -> str:
    return f"{link(survey)}merci/"


def everything(survey: Survey) -> str:
    return SURVEYS


def answer_nothing(page: Page) -> None:
    see(link)(page)
    page.evaluate("document.forms[document.forms.length - 1].noValidate = true")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.locator(".error-summary").wait_for()
