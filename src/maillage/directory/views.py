"""Find who practises where, without an account: searched by anyone, copied by nobody."""

from collections.abc import Callable
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
from maillage.directory.forms import QUESTION, SearchForm
from maillage.directory.perms import EXPORT, may_export, seconds_to_wait
from maillage.directory.queries.answering import (
    LAST_PAGE,
    Answer,
    Spread,
    answer,
    count_words,
    narrower,
    spread,
    uncovered,
)
from maillage.directory.queries.asking import MODES, Asked
from maillage.directory.queries.meaning import Meaning, is_borne, meanings, nameless
from maillage.directory.queries.people import KIND_LABELS, person_page, place_page, skills_of, trades
from maillage.directory.queries.search import What, is_crowded, ways_out
from maillage.directory.queries.vintages import Vintages, vintages
from maillage.directory.services.exporting import export_people
from maillage.geography import atlas
from maillage.kernel import date_in_french
from maillage.ui.services import error_page, render_part

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
        "suggestions": [(each, address_of(form, commune=each.code)) for each in form.suggestions],
    }
    if form.asked and (read.rpps or read.finess):
        context |= answered(request, form, form.asked, read)
    status = 422 if form.errors else 200
    return render_part(request, "directory/search.html", "results", context, status=status)


def answered(request: HttpRequest, form: SearchForm, asked: Asked, read: Vintages) -> dict[str, Any]:
    view, page = form.cleaned_data["view"], page_number(request)
    found = answer(asked, view=view, page=page, places=read.finess is not None)
    where = spread(found, asked)
    skills = skills_of(asked.trade, vintage=read.key)
    offered = meant(form, asked, found, read)
    nobody = bool(asked.words) and not found.found.hits
    names, freely = ways_out(found.what, asked) if nobody else ((), False)
    seeks_list = nobody and not offered and not is_crowded(found.what, asked)
    unnamed = nameless(found, asked) if seeks_list else None
    everywhere = {**dict.fromkeys(QUESTION[1:], ""), "beyond_care": "on"}
    return {
        "answer": found,
        "asked": asked,
        "tabs": [
            (TABS[what], count_words(what, each), address_of(form, view=what), what == found.what)
            for what, each in found.counts.items()
            if each.hits or what == found.what
        ],
        "chips": chips(form, asked),
        "meant": offered,
        "uncovered": uncovered(found.what, asked, read),
        "unnamed": (unnamed.list_words, address_of(form, q="")) if unnamed else None,
        "narrower": narrower(found.what, asked, has_skills=bool(skills)),
        "kinds": [(kind.value, label) for kind, label in KIND_LABELS.items()],
        "skills": skills,
        "previous": address_of(form, page=found.number - 1) if found.number > 1 else "",
        "next": address_of(form, page=found.number + 1) if found.number < found.pages else "",
        "export": f"{reverse('directory:export')}?{query_of(form)}" if found.what == "people" else "",
        "dots": [
            (dot, address_of(form, commune=dot.commune, km="") if dot.commune else "") for dot in where.dots
        ],
        "map": map_of(form, where),
        "is_by_departement": where.is_by_departement,
        "names": [(name, address_of(form, q=name)) for name in names if not offered],
        "freely": address_of(form, **everywhere) if freely else "",
    }


def page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "")
    return min(int(text), LAST_PAGE) if text.isdecimal() and len(text) < 5 else 1


def query_of(form: SearchForm, **changes: object) -> str:
    """The question as it was typed, with these changes; the page starts again."""
    asked = {name: form.data.get(name, "") for name in (*QUESTION, "view")}
    if form.asked:
        asked["commune"] = form.asked.commune
    return urlencode({name: value for name, value in (asked | changes).items() if value})


def address_of(form: SearchForm, **changes: object) -> str:
    return f"{reverse('directory:search')}?{query_of(form, **changes)}"


def meant(form: SearchForm, asked: Asked, found: Answer, read: Vintages) -> dict[str, Any] | None:
    """What to offer beside the answer: first when nobody bears the name, in passing otherwise."""
    offered = meanings(form.data.get("q", ""), asked, found)
    if not offered or (found.cards and not any(each.leads or each.needs_commune for each in offered)):
        return None
    alone = [each.asked for each in offered if each.needs_commune]
    return {
        "is_first": not is_borne(found),
        "links": [(each, meant_address(form, each)) for each in offered if each.leads],
        "alone": alone,
        "kept": [(name, form.data[name]) for name in ("mode", "beyond_care") if form.data.get(name)],
        "trades": dict.fromkeys((each.trade, trades()[each.trade].plural) for each in alone if each.trade),
        "understood": offered[0].label,
        "what": offered[0].what,
        "uncovered": uncovered(offered[0].what, offered[0].asked, read),
    }


def meant_address(form: SearchForm, meaning: Meaning) -> str:
    question = meaning.asked
    return address_of(
        form, q=" ".join(question.words), trade=question.trade, skill=question.skill, commune=question.commune,
        km=question.km, mode=question.mode, kind=question.kind, view="",
    )  # fmt: skip


def chips(form: SearchForm, asked: Asked) -> list[tuple[str, str]]:
    """Each filter in force, and the address without it."""
    words: dict[str, str] = {}
    if asked.commune:
        around = f", dans un rayon de {asked.km}\N{NO-BREAK SPACE}km" if asked.km else ""
        words["commune"] = f"{atlas().commune(asked.commune).name}{around}"
    if asked.trade:
        words["trade"] = trades()[asked.trade].label
    if asked.skill:
        words["skill"] = skill_label(asked)
    if asked.mode:
        words["mode"] = MODES[asked.mode]
    if asked.kind:
        words["kind"] = next(label for kind, label in KIND_LABELS.items() if kind == asked.kind)
    if asked.beyond_care:
        words["beyond_care"] = "aussi hors soin"
    with_it = {"commune": {"km": ""}, "trade": {"skill": ""}}
    return [(label, address_of(form, **{name: "", **with_it.get(name, {})})) for name, label in words.items()]


def skill_label(asked: Asked) -> str:
    labels = dict(skills_of(asked.trade, vintage=vintages().key))
    return labels.get(asked.skill, asked.skill[:20])


def map_of(form: SearchForm, where: Spread) -> dict[str, Any]:
    """What the script draws: the list beside it says the same."""
    return {
        "outlines": [static(f"geo/{code}.json") for code in where.departements]
        or [static("geo/departements.json")],
        "dots": [
            {
                "name": dot.name,
                "count": dot.count,
                "named": where.is_named and not dot.is_place,
                "at": [dot.latitude, dot.longitude],
                "url": address_of(form, commune=dot.commune, km="") if dot.commune else "",
            }
            for dot in where.dots
            if dot.latitude is not None
        ],
    }


@require_safe
@searched_not_copied
def export(request: Request) -> HttpResponse:
    form = SearchForm(request.GET)
    if not form.is_valid():
        return show(request, form)
    if not form.asked:
        return redirect("directory:search")
    if refusal := too_many(request, EXPORT - 1):  # one is counted already
        return refusal
    if not may_export(request):
        return error_page(request, 429, template="directory/429_export.html")
    text = export_people(form.asked, by=request.user.pk)
    name = f"annuaire-{timezone.localdate()}.csv"
    return HttpResponse(
        f"\N{BYTE ORDER MARK}{text}",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_not_required
@require_safe
@searched_not_copied
def person(request: HttpRequest, national: str) -> HttpResponse:
    found = person_page(national)
    if found is None:
        raise Http404
    read = vintages()
    context = {
        "found": found, "card": found.card, "read": read, "source": source_of(read), "operator": operator(),
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


def operator() -> str:
    """The address of whoever keeps this instance; empty when it was not set."""
    address = str(settings.SERVER_EMAIL)
    return "" if address.endswith("@localhost") else address
