"""Choose a form: one question a page, answers in the URL, then each form judged with its reasons."""

from itertools import groupby
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage import legislation
from maillage.kernel import BadInput

STEP = "etape"
VERDICTS = {
    "yes": ("satisfied", "Vous convient aujourd’hui"),
    "almost": ("awaits", "À une condition près"),
    "unknown": ("unknown", "Peut-être : il manque une réponse"),
    "several": ("awaits", "À plusieurs conditions"),
    "no": ("broken", "Pas possible, et pourquoi"),
}


@login_not_required
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """One question; the answers already given travel in hidden fields, so that no script is needed."""
    questions = legislation.questions()
    place = step_of(request.GET, len(questions))
    answers = answers_of(request.GET)
    if place > len(questions):
        return redirect(f"{reverse('guide:advice')}?{urlencode(answers)}")
    question = questions[place - 1]
    mine = fields_of(question)
    context = {
        "question": question,
        "place": place,
        "total": len(questions),
        "given": answers,
        "chosen": answers.get(question.key, "").split(","),
        "kept": {key: value for key, value in answers.items() if key not in mine},
        "trades": [(each, answers) for each in legislation.professions()],
        "usual": legislation.professions()[:9],
        "others": [each for each in legislation.professions()[9:] if each.is_health],
        "professions": legislation.professions(),
        "regions": legislation.REGIONS,
    }
    return render(request, "guide/choose.html", context)


@login_not_required
@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """Every form, those that fit first; the address is the answers, and can be sent to a colleague."""
    answers = answers_of(request.GET)
    context: dict[str, object] = {
        "answers": answers,
        "money": legislation.form_subjects(),
        "back": f"{reverse('guide:choose')}?{urlencode(answers)}",
    }
    try:
        advices = legislation.advise(answers, on=timezone.localdate())
    except BadInput as refusal:
        return render(request, "guide/advice.html", {**context, "refusal": str(refusal)}, status=422)
    verdicts = [
        (*VERDICTS[fit], list(forms)) for fit, forms in groupby(advices, key=lambda advice: advice.fits)
    ]
    return render(request, "guide/advice.html", {**context, "verdicts": verdicts})


def step_of(asked: QueryDict, last: int) -> int:
    """Where one stands: from 1, and one past the last question when all is answered."""
    text = asked.get(STEP, "1")
    return min(max(int(text), 1), last + 1) if text.isdecimal() and len(text) < 4 else 1


def answers_of(asked: QueryDict) -> dict[str, str]:
    """Flat words: several boxes of one question are joined by commas, what was left empty is left out."""
    answers = {key: ",".join(value for value in asked.getlist(key) if value) for key in asked if key != STEP}
    return {key: value for key, value in answers.items() if value}


def fields_of(question: legislation.Question) -> set[str]:
    """The names of the fields a question shows."""
    if question.kind != "team":
        return {question.key}
    return {
        name
        for trade in legislation.professions()
        for name in (trade.key, f"{trade.key}.liberal", f"{trade.key}.salaried")
    }
