"""Surveys: what they ask, who may answer, once, and until when."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from maillage import legislation
from maillage.accounts.models import User
from maillage.kernel import BadInput, folded
from maillage.limits.services import Limit
from maillage.structures.models import Structure
from maillage.surveys.forms import AnswerForm
from maillage.surveys.models import Survey, SurveyAnswer, SurveyReply
from maillage.surveys.queries.questionnaires import NOTICE, questionnaires
from maillage.surveys.queries.results import summary_of
from maillage.surveys.services import (
    GivenAnswer,
    SurveyClosed,
    answer_survey,
    close_survey,
    open_survey,
    renew_link,
)
from maillage.surveys.views import answering
from surveys.surveying import DAY, LATER, answer

#: What the professionals' page sends, whole.
SENT = {
    "nouveaux_patients": "oui",
    "non_programme": "prise",
    "temps_perdu": ["avis", "papiers"],
    "outils": "papier",
    "groupes": "non",
    "une_chose": "Du temps.",
    "profession": "infirmier",
    "commune": "82121",
}


@pytest.fixture
def url(survey: Survey) -> str:
    return reverse("links:enter", args=[survey.token])


# The questionnaires


@pytest.mark.parametrize("key", ["soignants", "habitants", "partenaires"])
def test_a_page_asks_its_ten_questions_and_nothing_of_who_one_is(key: str) -> None:
    questionnaire = questionnaires()[key]
    form = AnswerForm(questionnaire, ("82121",))
    asked = [name for name in form.fields if name != "key"]
    own = [name for name in asked if name in {"profession", "commune"}]
    assert own == (["profession", "commune"] if key == "soignants" else ["commune"])
    assert len(asked) == questionnaire.length <= 10


def test_every_free_text_carries_the_notice() -> None:
    for questionnaire in questionnaires().values():
        form = AnswerForm(questionnaire, ("82121",))
        texts = [question.key for question in questionnaire.questions if question.kind == "words"]
        assert texts
        assert all(NOTICE in form.fields[key].help_text for key in texts)


def test_the_notice_warns_of_a_name_a_number_and_a_mailbox() -> None:
    assert all(word in NOTICE for word in ("nom", "numéro", "e-mail", "santé"))


def test_those_one_works_with_are_called_as_everywhere_else_and_may_be_others() -> None:
    asked = {question.key: question for question in questionnaires()["soignants"].questions}["travail_avec"]
    offered = {folded(label) for label in asked.choices.values()}
    founders = {folded(each.plural) for each in legislation.professions() if each.expected and each.is_health}
    assert founders
    assert founders <= offered
    assert asked.choices["autre"] == "Autre"


def test_a_choice_that_was_offered_once_can_still_be_read() -> None:
    """Answers kept under a key that went would vanish from the tables."""
    asked = {question.key: question for question in questionnaires()["soignants"].questions}["travail_avec"]
    first_ones = {"medecins", "specialistes", "infirmiers", "pharmaciens", "kines", "hopital", "social"}
    assert first_ones <= asked.choices.keys()


def test_every_profession_of_care_can_say_so_and_partners_have_their_own_page() -> None:
    offered = dict(AnswerForm(questionnaires()["soignants"], ()).fields["profession"].choices)  # type: ignore[attr-defined]
    assert {each.key for each in legislation.professions() if each.is_health} < offered.keys()
    assert "collectivite" not in offered


# Opening and closing


def test_a_survey_is_opened_once_for_a_public_until_it_is_closed(structure: Structure, founder: User) -> None:
    def again() -> Survey:
        return open_survey(structure, "soignants", asked_by="CPTS", by=founder, on=DAY)

    with pytest.raises(BadInput, match="déjà ouverte"):
        again()
    close_survey(structure.surveys.get(), by=founder, on=DAY)
    assert again().is_open(on=DAY)


@pytest.mark.parametrize("closed_on", [DAY, DAY - timedelta(days=1)])
def test_a_survey_does_not_close_before_it_opens(
    closed_on: date, structure: Structure, founder: User
) -> None:
    with pytest.raises(BadInput, match="avant d’avoir ouvert"):
        open_survey(structure, "habitants", asked_by="CPTS", by=founder, on=DAY, closed_on=closed_on)


def test_a_survey_closes_by_itself_on_its_day(structure: Structure, founder: User) -> None:
    survey = open_survey(structure, "habitants", asked_by="CPTS", by=founder, on=DAY, closed_on=LATER)
    eve = LATER - timedelta(days=1)
    answer_survey(survey, GivenAnswer(), key=uuid4(), on=eve)
    with pytest.raises(SurveyClosed, match="fermée"):
        answer_survey(survey, GivenAnswer(), key=uuid4(), on=LATER)
    assert summary_of(survey, on=eve).is_open
    assert not summary_of(survey, on=LATER).is_open


def test_a_closed_survey_neither_grows_nor_opens_again(survey: Survey, founder: User) -> None:
    close_survey(survey, by=founder, on=LATER)
    close_survey(survey, by=founder, on=LATER + timedelta(days=9))
    with pytest.raises(SurveyClosed):
        answer_survey(survey, GivenAnswer(), key=uuid4(), on=LATER)
    with pytest.raises(SurveyClosed):
        renew_link(survey, by=founder, on=LATER)
    assert Survey.objects.get(pk=survey.pk).closed_on == LATER


def test_a_new_link_closes_the_old_one_and_keeps_the_answers(
    survey: Survey, founder: User, url: str, client: Client
) -> None:
    answer(survey)
    renewed = renew_link(survey, by=founder, on=DAY)
    assert client.get(url).status_code == client.post(url, SENT).status_code == 404
    assert client.get(reverse("links:enter", args=[renewed.token])).status_code == 200
    assert summary_of(renewed, on=DAY).received == 1


# Answering


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (GivenAnswer(profession="dompteur"), "profession"),
        (GivenAnswer(commune="75056"), "commune"),
        (GivenAnswer(chosen={"nouveaux_patients": ["peut_etre"]}), "choix"),
        (GivenAnswer(chosen={"nouveaux_patients": ["oui", "non"]}), "choix"),
        (GivenAnswer(words={"nouveaux_patients": "Oui."}), "long"),
        (GivenAnswer(words={"une_chose": "x" * 1_001}), "long"),
    ],
)
def test_what_the_questionnaire_does_not_offer_is_refused_whole(
    given: GivenAnswer, word: str, survey: Survey
) -> None:
    with pytest.raises(BadInput, match=word):
        answer_survey(survey, given, key=uuid4(), on=DAY)
    assert not SurveyAnswer.objects.exists()


def test_anyone_answers_in_one_page_without_account(url: str, survey: Survey) -> None:
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get(url)
    html = page.content.decode()
    assert survey.asked_by in html  # who asks is said
    assert page["X-Robots-Tag"].startswith("noindex")
    sent = {
        **SENT,
        "key": page.context["form"]["key"].value(),
        "csrfmiddlewaretoken": str(page.context["csrf_token"]),
    }
    assert visitor.post(url, SENT).status_code == 403
    assert visitor.post(url, sent).url == f"{url}merci/"
    assert survey.asked_by in visitor.get(f"{url}merci/").content.decode()
    kept = SurveyAnswer.objects.get()
    assert (kept.profession, kept.commune) == ("infirmier", "82121")
    replies = kept.replies.values_list("question", "choice", "words")
    assert ("temps_perdu", "papiers", "") in replies
    assert ("une_chose", "", "Du temps.") in replies
    assert len(replies) == 7


def test_a_link_copied_in_capitals_from_a_poster_opens(survey: Survey, client: Client) -> None:
    assert client.get(f"/l/{survey.token.upper()}/").status_code == 200
    assert client.get(f"/l/{survey.token}", follow=True).status_code == 200


@pytest.mark.parametrize("said", ["", "non_dite"])
def test_one_may_keep_one_s_profession_to_oneself_but_on_purpose(said: str, url: str, client: Client) -> None:
    answered = client.post(url, {**SENT, "profession": said})
    assert answered.status_code == (302 if said else 422)
    assert [each.profession for each in SurveyAnswer.objects.all()] == ([""] if said else [])


def test_a_refusal_is_said_in_place_and_keeps_what_was_typed(url: str, client: Client) -> None:
    first = client.get(url).context["form"]["key"].value()
    page = client.post(url, {**SENT, "outils": "", "key": first})
    html = page.content.decode()
    assert page.status_code == 422
    assert html.count("Choisissez une réponse") == 2  # beside the question, and at the top with a link to it
    assert "Du temps." in html
    assert 'value="papiers" checked' in " ".join(html.split()).replace(' id="id_temps_perdu_5"', "").replace(
        ' class="form-check-input"', ""
    )
    assert str(first) in html
    assert not SurveyAnswer.objects.exists()


def test_a_closed_link_says_so_and_an_unknown_one_is_not_found(
    survey: Survey, founder: User, url: str, client: Client
) -> None:
    close_survey(survey, by=founder, on=timezone.localdate())
    for response in (client.get(url), client.post(url, SENT)):
        assert response.status_code == 410
        assert "fermée" in response.content.decode()
    assert client.get(f"{url}merci/").status_code == 200  # whoever answered just before is thanked
    assert client.get("/l/aaaa-bbbb-cccc/").status_code == client.get("/l/aaaa-bbbb-cccc/merci/").status_code
    assert client.get("/l/aaaa-bbbb-cccc/").status_code == 404


def test_too_many_answers_from_one_address_wait_and_are_kept_on_the_page(
    url: str, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "PER_ADDRESS", Limit(3, 600))
    for _ in range(3):
        client.post(url, {})
    refused = client.post(url, SENT)
    assert refused.status_code == 429
    assert refused["Retry-After"]
    assert "Du temps." in refused.content.decode()
    assert client.post(url, SENT, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_sent_twice_it_counts_once(url: str, client: Client) -> None:
    key = str(uuid4())
    for outils in ("papier", "telephone"):
        assert client.post(url, {**SENT, "outils": outils, "key": key}).status_code == 302
    assert SurveyReply.objects.get(question="outils").choice == "papier"
    assert SurveyAnswer.objects.count() == 1


def test_a_page_opened_again_is_for_someone_else(url: str, client: Client) -> None:
    keys = {str(client.get(url).context["form"]["key"].value()) for _ in range(2)}
    assert len(keys) == 2
    assert "no-store" in client.get(url)["Cache-Control"]  # « back » asks for a new one


def test_going_back_does_not_answer_twice_and_another_person_may_answer(url: str, client: Client) -> None:
    client.post(url, {**SENT, "key": str(uuid4())})
    back = client.get(url)
    assert "déjà partie de cet appareil" in back.content.decode()
    assert f"{url}?encore=1" in back.content.decode()
    assert "form" in client.get(url, {"encore": "1"}).context
    assert "form" in Client().get(url).context


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sent_at_the_same_moment_it_counts_once(at_once: Callable[..., list[Any]], survey: Survey) -> None:
    key: UUID = uuid4()
    given = GivenAnswer("infirmier", chosen={"temps_perdu": ["avis", "papiers"]})
    answers = at_once(*[lambda: answer_survey(survey, given, key=key, on=DAY) for _ in range(4)])
    assert len({each.pk for each in answers}) == 1
    assert SurveyReply.objects.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_who_answers_while_it_closes_is_counted_or_told(
    at_once: Callable[..., list[Any]], survey: Survey, founder: User
) -> None:
    answers = at_once(
        lambda: close_survey(survey, by=founder, on=DAY),
        *[lambda: answer(survey) for _ in range(4)],
    )
    told = [each for each in answers[1:] if isinstance(each, SurveyClosed)]
    assert SurveyAnswer.objects.count() + len(told) == 4


@pytest.mark.parametrize("change", ["close", "reschedule"])
def test_a_survey_opened_by_a_clock_ahead_can_be_closed_once_it_is_put_right(
    change: str, survey: Survey, founder: User, client: Client
) -> None:
    today = timezone.localdate()
    Survey.objects.update(opened_on=today + timedelta(days=3))
    client.force_login(founder)
    url = reverse(f"surveys:{change}", args=[survey.structure.slug, survey.pk])
    tomorrow = today + timedelta(days=1)
    assert client.post(url, {"closed_on": tomorrow.isoformat()}).status_code == 302
    survey.refresh_from_db()
    assert (survey.opened_on, survey.closed_on) == (today, today if change == "close" else tomorrow)
