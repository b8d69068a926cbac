"""The forms side by side, and one page for each."""

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage import legislation
from maillage.guide.forms import DayForm
from maillage.guide.queries import comparison, dated_steps, money_scale
from maillage.guide.views.choosing import answers_of
from maillage.kernel import BadInput

ALL = "toutes"
#: What a form gathers around, by its level.
AROUND = {"patientèle": "une patientèle commune", "territoire": "un territoire", "patient": "un patient"}


@login_not_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Some of the forms that exist on the day, on the same rows: those of `forme`, « toutes », else one of each level."""
    chosen = set(request.GET.getlist("forme"))
    entries = legislation.forms(on=timezone.localdate())
    shown = [entry for entry in entries if ALL in chosen or entry.key in chosen] or one_of_each_level(entries)
    context = {
        "entries": entries,
        "shown": shown,
        "rows": comparison(shown),
        "neighbours": legislation.neighbours(),
    }
    return render(request, "guide/compare.html", context)


def one_of_each_level(entries: Iterable[legislation.FormEntry]) -> list[legislation.FormEntry]:
    """The lightest that serves common patients, a territory, one patient: what to start from when nothing is said."""
    firsts: dict[str, legislation.FormEntry] = {}
    for entry in sorted(entries, key=lambda entry: entry.rank):
        firsts.setdefault(entry.level, entry)
    return list(firsts.values())


@login_not_required
@require_safe
def form(request: HttpRequest, form_key: str) -> HttpResponse:
    """One form: what it is, its path with dates, its money, and a team held against it."""
    days = DayForm(request.GET)
    days.fields["on"].label = "Si l’étape a lieu le"
    days.is_valid()
    today = timezone.localdate()
    try:
        entry = legislation.form(form_key, on=today)
    except BadInput:
        raise Http404 from None
    answers = {name: value for name, value in answers_of(request.GET).items() if name != "on"}
    findings, refusal = checked(form_key, answers, today)
    begun = days.cleaned_data.get("on")
    context = {
        "entry": entry,
        "scale": money_scale(entry, on=today),
        "level": AROUND[entry.level],
        "days": days,
        "begun": begun,
        "steps": dated_steps(entry, begun),
        "regions": [(legislation.REGIONS[each.region], each) for each in entry.regions],
        "usual": legislation.professions()[:9],
        "all_regions": legislation.REGIONS,
        "given": answers,
        "findings": findings,
        "refusal": refusal,
        "refused": legislation.count_refusals(answers),
    }
    return render(request, "guide/form.html", context, status=422 if days.errors or refusal else 200)


def checked(key: str, answers: dict[str, str], on: date) -> tuple[tuple[legislation.Finding, ...], str]:
    """The findings about a team given in the URL, none when nobody is given; or why it cannot be judged."""
    if not answers or key not in legislation.checkable():
        return (), ""
    try:
        given = legislation.read_answers(answers)
        return legislation.check(key, given.team, on=on, region=given.region, about=given.about), ""
    except BadInput as refusal:
        return (), str(refusal)
