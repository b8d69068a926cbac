"""Public pages: the three doors, the words of the trade, the numbers of the law."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage import legislation
from maillage.kernel import BadInput, folded
from maillage.portal.queries import as_answer


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/glossary.html", {"terms": legislation.glossary()})


@login_not_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "")
    today = timezone.localdate()
    found = [
        (rule, as_answer(rule, value) if (value := rule.at(today)) else None)
        for rule in legislation.rules()
        if folded(wanted) in folded(f"{rule.label} {rule.id}")
    ]
    return render(request, "portal/rules.html", {"found": found, "wanted": wanted, "today": today})


@login_not_required
@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    try:
        found = legislation.rule(rule_id)
    except BadInput as unknown:
        raise Http404(str(unknown)) from None
    values = [(value, as_answer(found, value)) for value in reversed(found.values)]
    return render(request, "portal/rule.html", {"rule": found, "values": values})
