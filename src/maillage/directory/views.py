"""Find who practises where, without an account: searched by anyone, copied by nobody."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.accounts.types import Request
from maillage.directory.forms import SearchForm
from maillage.directory.perms import EXPORT, may_export, seconds_to_wait
from maillage.directory.queries.kinds import KIND_LABELS
from maillage.directory.queries.people import person_page, place_page, skills_of
from maillage.directory.queries.search.find import What
from maillage.directory.queries.search.question import MODES, Question, km_words
from maillage.directory.queries.search.results import (
    LAST_PAGE,
    Dot,
    Results,
    Spread,
    count_words,
    narrower,
    spread,
    uncovered,
)
from maillage.directory.queries.search.suggestions import (
    answer,
    skill_label,
    suggestions,
    trades_label,
    unnamed,
    ways_out,
)
from maillage.directory.queries.vintages import Vintages, vintages
from maillage.directory.services.exporting import export_people
from maillage.geography import atlas
from maillage.kernel import date_in_french
from maillage.legislation import professions_by_key
from maillage.ui.services import as_spreadsheet, error_page, render_part

P = ParamSpec("P")
TABS: dict[What, str] = {"people": "Professionnels", "places": "Lieux"}


def too_many(request: HttpRequest, questions: int = 1) -> HttpResponse | None:
    """The refusal of one who asks too much."""
    wait = seconds_to_wait(request, questions=questions)
    if not wait:
        return None
    response = error_page(request, 429, template="directory/429.html")
    response["Retry-After"] = str(wait)
    return response


def searched_not_copied(
    view: Callable[Concatenate[Any, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Counted, so that nobody asks for everything; kept out of search engines."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = too_many(request) or view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


@login_not_required
@require_safe
@searched_not_copied
def search(request: HttpRequest) -> HttpResponse:
    return show(request, SearchForm(request.GET))


def show(request: HttpRequest, form: SearchForm) -> HttpResponse:
    form.is_valid()
    read = vintages()
    context: dict[str, Any] = {
        "form": form,
        "read": read,
        "suggestions": [(commune, address(form.typed, commune=commune.code)) for commune in form.suggestions],
    }
    if form.question and (read.rpps or read.finess):
        context |= answered(request, form.question, form.cleaned_data["view"], read)
    status = 422 if form.errors else 200
    return render_part(request, "directory/search.html", "results", context, status=status)


def answered(request: HttpRequest, asked: Question, view: str, read: Vintages) -> dict[str, Any]:
    """The context of the page: the results, and every link it offers from there."""
    results, reading = answer(asked, view=view, page=page_number(request), read=read)
    question, here = results.question, {**results.question.fields, "view": view if not reading else ""}
    where = spread(results)
    skills = skills_of(question.trade, vintage=read.key)
    offered = meant(results, read)
    names, freely = ways_out(results)
    wider = None if offered else unnamed(results)
    return {
        "answer": results,
        "asked": question,
        "reading": reading,
        "tabs": [
            (TABS[what], count_words(what, found), address(here, view=what), what == results.what)
            for what, found in results.counts.items()
            if found.hits or what == results.what
        ],
        "chips": chips(question, here),
        "towns": [
            (atlas().commune(code).name, address(here, commune=code))
            for code in question.towns
            if question.postcode
        ],
        "meant": offered,
        "uncovered": uncovered(results.what, question, read),
        "unnamed": (wider.list_words, address(here, q="")) if wider else None,
        "narrower": narrower(results, has_skills=bool(skills)),
        "kinds": list(KIND_LABELS.items()),
        "skills": skills,
        "previous": address(here, page=results.number - 1) if results.number > 1 else "",
        "next": address(here, page=results.number + 1) if results.number < results.pages else "",
        "export": query_of(here) if results.what == "people" else "",
        "dots": [(dot, address_of_dot(here, dot)) for dot in where.dots],
        "map": map_of(here, where),
        "is_by_departement": where.is_by_departement,
        "names": [(name, address(here, q=name)) for name in names if not offered],
        "freely": address({}, q=question.text, beyond_care="on") if freely else "",
    }


def page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return min(int(text), LAST_PAGE) if text.isdecimal() and len(text) < 5 else 1


def query_of(here: Mapping[str, object], **changes: object) -> str:
    """The question of a page, with these changes; the list starts again."""
    return urlencode({name: value for name, value in {**here, **changes}.items() if value})


def address(here: Mapping[str, object], **changes: object) -> str:
    return f"{reverse('directory:search')}?{query_of(here, **changes)}"


def address_of_dot(here: Mapping[str, object], dot: Dot) -> str:
    return address(here, commune=dot.commune, km="") if dot.commune else ""


def meant(results: Results, read: Vintages) -> dict[str, Any] | None:
    """Other questions to offer beside the results: first when nobody bears the name, in passing otherwise."""
    offered = suggestions(results, read)
    if not offered or (results.cards and not any(one.leads or one.needs_commune for one in offered)):
        return None
    first, alone = offered[0], [one.question for one in offered if one.needs_commune]
    return {
        "is_first": not results.bears_name,
        "links": [(one, address(one.question.fields)) for one in offered if one.leads],
        "alone": alone,
        "kept": [
            (name, value) for name in ("km", "mode", "beyond_care") if (value := first.question.fields[name])
        ],
        "trades": {question.trade: trades_label(question.trades) for question in alone if question.trades},
        "understood": first.label,
        "what": first.what,
        "uncovered": uncovered(first.what, first.question, read),
    }


def chips(question: Question, here: Mapping[str, object]) -> list[tuple[str, str]]:
    """Each filter in force, and the address without it."""
    words: dict[str, str] = {}
    if question.towns:
        around = f", dans un rayon de {km_words(question.km)}" if question.km else ""
        words["commune"] = f"{question.postcode or atlas().commune(question.commune).name}{around}"
    if question.trades:
        words["trade"] = (
            professions_by_key()[question.trade].label if question.trade else trades_label(question.trades)
        )
    if question.skill:
        words["skill"] = skill_label(question) or question.skill[:20]
    if question.mode:
        words["mode"] = MODES[question.mode]
    if question.kind:
        words["kind"] = KIND_LABELS[question.kind]
    if question.beyond_care:
        words["beyond_care"] = "aussi hors soin"
    with_it = {"commune": {"km": ""}, "trade": {"skill": ""}}
    return [(label, address(here, **{name: "", **with_it.get(name, {})})) for name, label in words.items()]


def map_of(here: Mapping[str, object], where: Spread) -> dict[str, Any]:
    """The points the script draws: the list beside it says the same."""
    return {
        "outlines": [static(f"geo/{code}.json") for code in where.departements]
        or [static("geo/departements.json")],
        "dots": [
            {
                "name": dot.name,
                "count": dot.count,
                "named": where.is_named and not dot.is_place,
                "at": [dot.latitude, dot.longitude],
                "url": address_of_dot(here, dot),
            }
            for dot in where.dots
            if dot.latitude is not None
        ],
    }


@require_safe
@searched_not_copied
def export(request: Request, suffix: str) -> HttpResponse:
    form = SearchForm(request.GET)
    if not form.is_valid():
        return show(request, form)
    if not form.question:
        return redirect("directory:search")
    if refusal := too_many(request, EXPORT - 1):  # one is counted already
        return refusal
    if not may_export(request):
        return error_page(request, 429, template="directory/429_export.html")
    rows = export_people(form.question, by=request.user.pk, suffix=suffix)
    return as_spreadsheet(rows, name=f"annuaire-{timezone.localdate()}", suffix=suffix)


@login_not_required
@require_safe
@searched_not_copied
def person(request: HttpRequest, national: str) -> HttpResponse:
    found = person_page(national)
    if found is None:
        raise Http404
    read = vintages()
    context = {
        "found": found, "card": found.card, "read": read, "source": source_of(read), "operator": settings.CONTACT,
    }  # fmt: skip
    return render(request, "directory/person.html", context)


@login_not_required
@require_safe
@searched_not_copied
def place(request: HttpRequest, finess: str) -> HttpResponse:
    found = place_page(finess, page_number(request))
    if found is None:
        raise Http404
    context = {
        "found": found,
        "card": found.card,
        "read": vintages(),
        "previous": f"?page={found.number - 1}" if found.number > 1 else "",
        "next": f"?page={found.number + 1}" if found.number < found.pages else "",
        "search": f"{reverse('directory:search')}?commune={found.card.place.commune}",
    }
    return render(request, "directory/place.html", context)


def source_of(read: Vintages) -> str:
    """« RPPS, extraction du 5 octobre 2026 » when the file says its day."""
    file = read.rpps
    if file is None or file.is_invented or not file.is_dated:
        return read.rpps_words
    return f"{file.name}, extraction du {date_in_french(file.day)}"
