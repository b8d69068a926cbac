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
from maillage.geography import atlas
from maillage.kernel import BadInput

STEP, COMMUNE = "etape", "commune"
SIDE_BY_SIDE = 3  # what one reads at ease on a screen
STATUSES = ("liberal", "salaried")
VERDICTS = {
    "yes": ("satisfied", "Vous convient aujourd’hui"),
    "almost": ("awaits", "À une condition près"),
    "unknown": ("unknown", "Peut-être : des réponses manquent"),
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
    refusal, commune = "", answers.pop(COMMUNE, "")
    if commune:
        try:
            answers["region"] = region_of(commune)
        except BadInput as refused:
            refusal = str(refused)
            place = [question.kind for question in questions].index("region") + 1
    miscounted = legislation.count_refusals(answers)
    if miscounted:
        place = [question.kind for question in questions].index("team") + 1
    if place > len(questions):
        return redirect(f"{reverse('guide:advice')}?{urlencode(answers)}")
    question = questions[place - 1]
    mine = fields_of(question)
    others = [each for each in legislation.professions()[9:] if each.is_health]
    context = {
        "question": question,
        "place": place,
        "total": len(questions),
        "given": answers,
        "chosen": answers.get(question.key, "").split(","),
        "kept": {key: value for key, value in answers.items() if key not in mine},
        "usual": legislation.professions()[:9],
        "others": others,
        "others_refused": any(f"{each.key}.{status}" in miscounted for each in others for status in STATUSES),
        "professions": legislation.professions(),
        "regions": legislation.REGIONS,
        "commune": commune,
        "refusal": refusal,
        "refused": miscounted,
    }
    return render(request, "guide/choose.html", context, status=422 if refusal or miscounted else 200)


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
    first = [advice.form for advice in advices if advice.fits != "no"][:SIDE_BY_SIDE]
    compare = f"{reverse('guide:compare')}?{urlencode({'forme': first}, doseq=True)}" if first else ""
    return render(request, "guide/advice.html", {**context, "verdicts": verdicts, "compare": compare})


def step_of(asked: QueryDict, last: int) -> int:
    """Where one stands: from 1, and one past the last question when all is answered."""
    text = asked.get(STEP, "1")
    return min(max(int(text), 1), last + 1) if text.isdecimal() and len(text) < 4 else 1


def region_of(commune: str) -> str:
    """The Insee code of the region of a commune, by name or postal code. Raises BadInput."""
    read = atlas().read(commune)
    places = [atlas().commune(code) for code in read.codes]
    places += [place for doubt in read.ambiguous for place in doubt.candidates]
    regions = {place.region for place in places}
    if not regions:
        raise BadInput(f"Nous ne trouvons pas « {commune[:80]} ». Choisissez votre région.", field=COMMUNE)
    if len(regions) > 1:
        sentence = f"« {commune[:80]} » est dans plusieurs régions. Donnez son code postal, ou votre région."
        raise BadInput(sentence, field=COMMUNE)
    return regions.pop()


def answers_of(asked: QueryDict) -> dict[str, str]:
    """Flat words: several boxes of one question are joined by commas, of any other the last value is the answer.

    What was left empty is left out.
    """
    several = {question.key for question in legislation.questions() if question.kind == "several"}
    answers = {
        key: ",".join(value for value in asked.getlist(key) if value)
        if key in several
        else asked.get(key, "")
        for key in asked
        if key != STEP
    }
    return {key: value for key, value in answers.items() if value}


def fields_of(question: legislation.Question) -> set[str]:
    """The names of the fields a question shows."""
    if question.kind != "team":
        return {question.key}
    return {
        name
        for key in legislation.professions_by_key()
        for name in (key, f"{key}.liberal", f"{key}.salaried")
    }
