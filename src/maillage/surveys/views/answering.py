"""A survey, for those who answer: one page behind a link, no account, no script needed."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from maillage.kernel import BadInput
from maillage.surveys.forms import AnswerForm
from maillage.surveys.models import Survey
from maillage.surveys.queries.questionnaires import questionnaires
from maillage.surveys.queries.results import survey_of
from maillage.surveys.services import SurveyClosed, answer_survey

#: A whole meeting may answer behind one address.
PER_ADDRESS = "100/10m"
#: Says that an answer left from this device, and nothing else: going back must not send it twice.
ANSWERED = "repondu"
REMEMBERED = 90 * 24 * 3600  # seconds


@login_not_required
@never_cache  # going back asks again, and meets ANSWERED
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    survey, today = behind(token), timezone.localdate()
    if not survey.is_open(on=today):
        return show_closed(request, survey)
    questionnaire = questionnaires()[survey.questionnaire]
    sent = request.method == "POST"
    if not sent and ANSWERED in request.COOKIES and "encore" not in request.GET:
        return show(request, "surveys/thanks.html", {"survey": survey, "is_open": True, "again": True})
    form = AnswerForm(questionnaire, survey.structure.territory.codes, request.POST if sent else None)
    context = {"survey": survey, "questionnaire": questionnaire, "form": form}
    if not sent:
        return show(request, "surveys/answer.html", context)
    if too_many_from(request):
        response = show(request, "surveys/answer.html", {**context, "crowded": True}, status=429)
        response["Retry-After"] = "600"
        return response
    if form.is_valid():
        try:
            answer_survey(survey, form.given(), key=form.cleaned_data["key"], on=today)
        except SurveyClosed:
            return show_closed(request, survey)
        except BadInput as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            response = redirect("surveys:answered", token)
            response.set_cookie(
                ANSWERED,
                "1",
                max_age=REMEMBERED,
                path=reverse("surveys:answer", args=[token]),
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
            return response
    return show(request, "surveys/answer.html", context, status=422)


@login_not_required
@require_safe
def answered(request: HttpRequest, token: str) -> HttpResponse:
    survey = behind(token)
    context = {"survey": survey, "is_open": survey.is_open(on=timezone.localdate())}
    return show(request, "surveys/thanks.html", context)


def behind(token: str) -> Survey:
    survey = survey_of(token)
    if survey is None:
        raise Http404
    return survey


def show_closed(request: HttpRequest, survey: Survey) -> HttpResponse:
    return show(request, "surveys/closed.html", {"survey": survey}, status=410)


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A link is for those who received it: no search engine keeps it."""
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def too_many_from(request: HttpRequest) -> bool:
    from ninja.throttling import AnonRateThrottle

    throttle = AnonRateThrottle(PER_ADDRESS)
    throttle.scope = "answers"  # counted apart from the demands on the API
    return not throttle.allow_request(request)
