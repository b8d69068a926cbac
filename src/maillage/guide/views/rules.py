"""The numbers of the law: all of them, one by one, and as files."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage import legislation
from maillage.guide.forms import DayForm, RulesForm
from maillage.guide.queries import as_answer, rule_lines, rule_report, rules_as_rows
from maillage.kernel import BadInput
from maillage.ui.services import as_file, as_spreadsheet


@login_not_required
@require_safe
def rules(request: HttpRequest, suffix: str = "") -> HttpResponse:
    """Every number of the law on a day, filtered; `suffix` is csv, xlsx or json to take the list away."""
    filters = RulesForm(request.GET)
    filters.is_valid()
    asked = {name: filters.cleaned_data.get(name) or "" for name in ("q", "theme", "grade")}
    on = filters.cleaned_data.get("on") or timezone.localdate()
    lines = rule_lines(on=on, wanted=asked["q"], theme=asked["theme"], grade=asked["grade"])
    if suffix == "json":
        reports = [rule_report(line.rule, on=on) for line in lines]
        return JsonResponse({"rules": reports}, headers=as_file(f"regles-{on}.json"))
    if suffix:
        return as_spreadsheet(rules_as_rows(lines, on=on), name=f"regles-{on}", suffix=suffix)
    context = {"filters": filters, "lines": lines, "on": on}
    return render(request, "guide/rules.html", context, status=422 if filters.errors else 200)


@login_not_required
@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    try:
        found = legislation.rule(rule_id)
    except BadInput as unknown:
        raise Http404(str(unknown)) from None
    values = [(value, as_answer(found, value)) for value in reversed(found.values)]
    day = DayForm(request.GET)
    day.is_valid()
    on = day.cleaned_data.get("on") or timezone.localdate()
    context = {"rule": found, "values": values, "day": day, "on": on, "current": found.at(on)}
    return render(request, "guide/rule.html", context, status=422 if day.errors else 200)


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    terms = legislation.glossary()
    return render(
        request, "guide/glossary.html", {"terms": terms, "titles": {term.key: term.term for term in terms}}
    )
