"""Draw a territory: the page, without an account and without a database row."""

from datetime import date
from functools import cache
from math import inf
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from maillage import legislation
from maillage.geography import Commune, atlas
from maillage.kernel import BadInput, folded
from maillage.limits.services import HOUR, Limit, seconds_to_wait
from maillage.limits.services import address_of as address_of_visitor
from maillage.territories.forms.drawing import DrawingForm, written
from maillage.territories.queries import declared_codes, drawing_of, groups_of, law_of_cpts
from maillage.territories.types import TO_FOUND
from maillage.ui.services import render_part

#: Longer URLs are refused by some proxies: such a drawing is shown without being put in the address bar.
LONGEST_URL = 6_000
#: Communes shown of those that a search finds in other départements, and those whose distance is looked at.
MOST_FOUND, MOST_COMPARED = 12, 1_000
MOST_ROWS = 1_000  # whose fate a page shows
PER_ADDRESS = Limit(30, HOUR)  # files of who has no account
TOO_MANY_FILES = "Trop de fichiers viennent d’arriver de cette adresse\N{NO-BREAK SPACE}: collez votre liste, ou recommencez dans une heure."


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    files, refusal = (request.FILES, "") if may_give_files(request) else (None, TOO_MANY_FILES)
    form = DrawingForm(request.POST or request.GET, files)
    form.is_valid()
    if refusal:
        form.notes = [refusal]
    data = form.cleaned_data
    codes: tuple[str, ...] = data["selection"]
    departement = data.get("dep") or (atlas().commune(codes[0]).departement if codes else "")
    address = address_of(departement, codes, data)
    gestures = {"c", "listed", "take", "drop", "add", "skip", "clear", "paste"} & {
        key for key in form.data if form.data[key]
    }
    by_script = "HX-Request" in request.headers
    if by_script and departement and "q" in request.GET:
        found = {"searched": data["q"], "found": found_beyond(departement, data["q"])}
        return render_part(request, "territories/_found.html", "found", found)
    is_short = len(address) <= LONGEST_URL
    if data["q"]:
        gestures -= {"c", "listed"}  # the boxes come with the search
    is_silent = not (form.notes or form.errors or form.preview)
    if gestures and is_silent and is_short and not by_script:
        return redirect(address)
    page = render_part(
        request, "territories/draw.html", "result", page_of(form, departement, codes, data, address)
    )
    if by_script:
        page["HX-Replace-Url"] = address if is_short else "false"
    return page


def may_give_files(request: HttpRequest) -> bool:
    """A workbook takes a process to read: without an account, one gives a few of them."""
    if not request.FILES or request.user.is_authenticated:
        return True
    return not seconds_to_wait("lists", address_of_visitor(request), PER_ADDRESS, now=timezone.now())


def found_beyond(departement: str, text: str) -> list[Commune]:
    """Communes of other départements, by name or code: that very name first, then the nearest."""
    town = max(atlas().communes_of(departement), key=lambda commune: commune.population or 0)
    found = [each for each in atlas().search(text, limit=MOST_COMPARED) if each.departement != departement]

    def rank(commune: Commune) -> tuple[bool, float]:
        km = atlas().distance_km(town.code, commune.code)
        return folded(commune.name) != folded(text), inf if km is None else km

    return sorted(found, key=rank)[:MOST_FOUND]


def is_for_a_size(errand: str) -> bool:
    """Whether the law counts the people of what one draws: a CPTS is paid by its size, an ESS is not.

    As for a CPTS when nobody said what the drawing is for, or when it is for a structure, which says it on its page.
    """
    form = errand.removeprefix(TO_FOUND)
    known = {entry.key for entry in legislation.every_form()}
    return form == errand or form not in known or bool(legislation.missions(form, on=date.max))


def address_of(departement: str, codes: tuple[str, ...], data: dict[str, Any]) -> str:
    """The URL that shows this drawing again, in any browser."""
    query: dict[str, Any] = {"dep": departement, "codes": ",".join(codes)}
    if data["signed"]:
        query["signed"] = data["signed"].isoformat()
    if data.get("pour"):
        query["pour"] = data["pour"]
    if data["before"] and not codes:
        query["before"] = ",".join(data["before"])
    if data["doubts"]:
        query["doubt"] = data["doubts"]
    return f"{reverse('territories:draw')}?{urlencode(query, doseq=True, safe=',')}"


@cache
def mapped_departements() -> tuple[str, ...]:
    """Those with outlines to draw: all but the overseas collectivities."""
    return tuple(
        departement.code
        for departement in atlas().departements()
        if any(commune.has_shape for commune in atlas().communes_of(departement.code))
    )


def page_of(
    form: DrawingForm, departement: str, codes: tuple[str, ...], data: dict[str, Any], address: str
) -> dict[str, Any]:
    signed = data["signed"] or timezone.localdate()
    drawing = drawing_of(codes, signed=signed, hoped_on=data["signed"], errand=data.get("pour", ""))
    law = refusal = None
    is_sized = is_for_a_size(data.get("pour", ""))
    if drawing and drawing.population and is_sized:
        try:
            law = law_of_cpts(drawing.population, signed=signed)
        except BadInput as error:
            refusal = str(error)
    groups = groups_of(departement, drawing.summary if drawing else None) if departement else []
    selected = atlas().smallest(codes)
    return {
        "form": form,
        "doubts": [
            (doubt, written(doubt), sorted(doubt.candidates, key=lambda it: it.departement != departement))
            for doubt in form.doubts
        ],
        "preview": form.preview,
        "fates": form.preview.first(MOST_ROWS) if form.preview else (),
        "before": data["before"],
        "before_address": address_of(departement, data["before"], data) if data["before"] else "",
        "chosen": sorted(map(atlas().commune, selected), key=lambda commune: folded(commune.name)),
        "departement": departement,
        "departements": atlas().departements(),
        "groups": groups,
        "listed_count": sum(len(group.communes) for group in groups),
        "elsewhere": [
            atlas().commune(code) for code in codes if atlas().commune(code).departement != departement
        ],
        "selected": selected,
        "codes": ",".join(codes),
        "hoped_on": data["signed"],
        "errand": data.get("pour", ""),
        "drawing": drawing,
        "is_sized": is_sized,
        "law": law,
        "law_refusal": refusal,
        "address": address,
        "fillers": [
            (commune, address_of(departement, (*codes, commune.code), data))
            for commune in (drawing.fillers if drawing else [])
        ],
        "declared": declared_codes([departement]) if departement else [],
        "searched": data["q"],
        "found_here": atlas().search(data["q"], departement) if departement else (),
        "found": found_beyond(departement, data["q"]) if departement else [],
        "starts": [
            (commune, address_of(commune.departement, (commune.code,), data))
            for commune in (() if departement else atlas().search(data["q"]))
        ],
        "country_file": static("geo/departements.json"),
        "map_files": {code: static(f"geo/{code}.json") for code in mapped_departements()},
    }
