"""Free texts: what names someone is asked about, held back, read by who may edit, then shown or erased."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.audit.queries import trail_of
from maillage.surveys.models import Survey, SurveyAnswer, SurveyReply
from maillage.surveys.queries.results import handle_of, summary_of
from maillage.surveys.rules import naming
from maillage.surveys.services import SurveyClosed, close_survey, erase
from surveys.surveying import LATER, answer, at_home, closed
from surveys.test_surveys import SENT

NAMED = "Joindre Mme Durand au 06 12 34 56 78."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (NAMED, "Mme Durand"),
        ("voir mme x", "mme x"),
        ("Le Dr. Petit part", "Dr. Petit"),
        ("appelez le dr petit", "dr petit"),
        ("M. Martin", "M. Martin"),
        ("MONSIEUR MARTIN", "MONSIEUR MARTIN"),
        ("le docteur Éloi", "docteur Éloi"),
        ("la famille Bon", "famille Bon"),
        ("au 06 12", "06 12"),
        ("0612345678", "0612345678"),
        ("05.63.00.00.00", "05.63.00.00.00"),
        ("+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("n° 1 85 05 78 006 084 91", "1 85 05 78 006 084 91"),
        ("10003456789", "10003456789"),
        ("ada@example.org", "ada@example.org"),
        ("ada (at) example.org", "ada (at) example.org"),
    ],
)
def test_what_names_someone_or_reaches_them_is_seen(text: str, found: str) -> None:
    assert naming(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Un numéro direct, et moins de papiers en double.",
        "Le docteur ne répond pas après 18 h 30.",
        "Madame la maire, monsieur le préfet\N{NARROW NO-BREAK SPACE}: des soins.",
        "Entre 2019 et 2026, 10 000 habitants de plus.",
        "82000 Montauban, ou 06000",
        "Le 15, le 116 117.",
        "3,5 km en 10 minutes, 24 h/24",
        "Me déplacer moins. M est une lettre.",
    ],
)
def test_ordinary_words_are_not(text: str) -> None:
    assert naming(text) == ""


def test_who_writes_a_name_is_asked_once_and_may_insist(survey: Survey, client: Client) -> None:
    url = reverse("links:enter", args=[survey.token])
    sent = {**SENT, "une_chose": NAMED, "key": str(uuid4())}
    asked = client.post(url, sent)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "semble nommer quelqu’un" in page
    assert "Mme Durand" in page
    assert 'name="sure"' in page
    assert not SurveyAnswer.objects.exists()
    assert client.post(url, {**sent, "sure": "on"}).status_code == 302
    assert SurveyReply.objects.get(question="une_chose").held


def test_a_page_that_names_nobody_asks_nothing(survey: Survey, client: Client) -> None:
    url = reverse("links:enter", args=[survey.token])
    assert 'name="sure"' not in client.get(url).content.decode()
    assert client.post(url, {**SENT, "key": str(uuid4())}).status_code == 302
    assert not SurveyReply.objects.get(question="une_chose").held


@pytest.fixture
def results(survey: Survey, founder: User) -> Survey:
    """Closed, with five texts to show and one that names someone."""
    for place in range(5):
        answer(survey, words=f"Du temps, {place} fois.")
    answer(survey, words=NAMED)
    return closed(survey, founder).survey


def test_a_text_held_back_is_read_by_who_may_edit_alone(
    results: Survey, founder: User, member: User, client: Client
) -> None:
    client.force_login(member)
    seen = client.get(at_home(results)).content.decode()
    assert "Du temps, 4 fois." in seen
    assert "Durand" not in seen
    assert "À relire" not in seen
    client.force_login(founder)
    assert "Durand" in client.get(at_home(results)).content.decode().partition("À relire avant de montrer")[2]


def test_once_read_it_is_shown_and_the_trail_says_so(
    results: Survey, founder: User, member: User, client: Client
) -> None:
    (words,) = summary_of(results, on=LATER).results[-1].held
    client.force_login(member)
    assert client.post(at_home(results, "show_words", words.handle)).status_code == 403
    client.force_login(founder)
    assert client.post(at_home(results, "show_words", words.handle)).status_code == 302
    assert "relu" in trail_of(results.structure_id)[0].sentence
    client.force_login(member)
    assert "Durand" in client.get(at_home(results)).content.decode()


def test_a_text_held_back_may_be_erased_unshown(results: Survey, founder: User, client: Client) -> None:
    (words,) = summary_of(results, on=LATER).results[-1].held
    client.force_login(founder)
    client.post(at_home(results, "drop_words", words.handle))
    assert NAMED not in SurveyReply.objects.values_list("words", flat=True)


def test_no_text_of_an_open_survey_can_be_found(survey: Survey, founder: User, client: Client) -> None:
    for _ in range(6):
        answer(survey, words=NAMED)
    client.force_login(founder)
    handle = handle_of(SurveyReply.objects.exclude(words="")[0].pk)
    for gesture in ("show_words", "drop_words"):
        assert client.post(at_home(survey, gesture, handle)).status_code == 404


def test_texts_too_few_to_be_read_are_erased_unread(survey: Survey, founder: User, client: Client) -> None:
    for place in range(6):
        answer(survey, words="Secret" if place < 3 else "")
    closed(survey, founder)
    client.force_login(founder)
    page = client.get(at_home(survey)).content.decode()
    assert "Secret" not in page
    url = at_home(survey, "drop_unread_words", "une_chose")
    assert url in page
    assert client.post(url).status_code == 302
    assert not SurveyReply.objects.exclude(words="").exists()
    assert SurveyAnswer.objects.count() == 6
    assert "trop peu" in trail_of(survey.structure_id)[0].sentence


def test_texts_that_are_read_are_not_erased_all_at_once(
    results: Survey, founder: User, client: Client
) -> None:
    client.force_login(founder)
    client.post(at_home(results, "drop_unread_words", "une_chose"))
    assert SurveyReply.objects.exclude(words="").count() == 6


@pytest.mark.parametrize("is_open", [True, False])
def test_a_survey_is_erased_with_its_answers_and_leaves_a_line(
    is_open: bool, survey: Survey, founder: User, client: Client
) -> None:
    for _ in range(3):
        answer(survey, words="Secret")
    if not is_open:
        closed(survey, founder)
    token, structure = survey.token, survey.structure
    client.force_login(founder)
    assert at_home(survey, "erase") in client.get(at_home(survey)).content.decode()
    assert client.post(at_home(survey, "erase")).status_code == 302
    assert not Survey.objects.exists()
    assert not SurveyReply.objects.exists()
    assert "3\N{NO-BREAK SPACE}réponses" in trail_of(structure.pk)[0].sentence
    assert client.get(reverse("links:enter", args=[token])).status_code == 404


def test_a_survey_erased_meanwhile_is_not_found(survey: Survey, founder: User) -> None:
    erase(Survey.objects.get(), by=founder)
    for gesture in (
        lambda: erase(survey, by=founder),
        lambda: close_survey(survey, by=founder, on=LATER),
        lambda: answer(survey),
    ):
        with pytest.raises(Http404):
            gesture()
    assert sum("effacée" in entry.sentence for entry in trail_of(survey.structure_id)) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_whoever_answers_or_closes_while_it_is_erased_is_told_or_counted(
    at_once: Callable[..., list[Any]], survey: Survey, founder: User
) -> None:
    """Both orders are right; none is an error of the server."""
    results = at_once(
        lambda: erase(survey, by=founder),
        lambda: close_survey(survey, by=founder, on=LATER),
        *[lambda: answer(survey) for _ in range(3)],
        lambda: erase(survey, by=founder),
    )
    errors = [each for each in results if isinstance(each, Exception)]
    assert [each for each in errors if not isinstance(each, Http404 | SurveyClosed)] == []
    assert not Survey.objects.exists()
    assert sum("effacée" in entry.sentence for entry in trail_of(survey.structure_id)) == 1
