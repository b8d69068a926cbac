"""A survey, for those who answer: one page behind a link, no account, no script needed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from maillage.kernel import BadInput
from maillage.limits.services import MINUTE, Limit, address_of, seconds_to_wait
from maillage.links.models import Link
from maillage.surveys.forms import AnswerForm
from maillage.surveys.models import Survey
from maillage.surveys.queries.questionnaires import questionnaires
from maillage.surveys.queries.results import survey_of
from maillage.surveys.services import SurveyClosed, answer_survey
from maillage.ui.forms import refuse

#: A whole meeting may answer behind one address.
PER_ADDRESS = Limit(100, 10 * MINUTE)
#: Says that an answer left from this device, and nothing else: going back must not send it twice.
ANSWERED = "repondu"
REMEMBERED = 90 * 24 * 3600  # seconds
#: The step after the questions, in the address.
THANKS = "merci"


def answer(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """What a link to a survey opens: its questions, then its thanks. `links` found it, and keeps no copy of the page."""
    survey, today = survey_of(link), timezone.localdate()
    if survey is None or step not in {"", THANKS}:
        raise Http404
    if step == THANKS:
        return render(request, "surveys/thanks.html", {"survey": survey, "is_open": survey.is_open(on=today)})
    if not survey.is_open(on=today):
        return show_closed(request, survey)
    questionnaire = questionnaires()[survey.questionnaire]
    sent = request.method == "POST"
    if not sent and ANSWERED in request.COOKIES and "encore" not in request.GET:
        return render(request, "surveys/thanks.html", {"survey": survey, "is_open": True, "again": True})
    form = AnswerForm(questionnaire, survey.structure.territory.codes, request.POST if sent else None)
    context = {"survey": survey, "questionnaire": questionnaire, "form": form}
    if not sent:
        return render(request, "surveys/answer.html", context)
    if wait := seconds_before_answering(request):
        response = render(request, "surveys/answer.html", {**context, "crowded": True}, status=429)
        response["Retry-After"] = str(wait)
        return response
    if form.is_valid():
        try:
            answer_survey(survey, form.given(), key=form.cleaned_data["key"], on=today)
        except SurveyClosed:
            return show_closed(request, survey)
        except BadInput as refusal:
            refuse(form, refusal)
        else:
            response = redirect("links:step", link.token, THANKS)
            response.set_cookie(
                ANSWERED,
                "1",
                max_age=REMEMBERED,
                path=link.get_absolute_url(),
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
            return response
    return render(request, "surveys/answer.html", context, status=422)


def show_closed(request: HttpRequest, survey: Survey) -> HttpResponse:
    return render(request, "surveys/closed.html", {"survey": survey}, status=410)


def seconds_before_answering(request: HttpRequest) -> int:
    return seconds_to_wait("answers", address_of(request), PER_ADDRESS, now=timezone.now())
