"""Errors that help, and the living page of the design system."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from maillage.kernel import Answer, Missing, Source
from maillage.ui.forms import SpecimenForm
from maillage.ui.services import error_page
from maillage.ui.types import Column, Table

#: Characters: what nobody types again without sorrow.
LONG = 80


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413: Django says both in the same way."""
    return error_page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    return error_page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """The longest text that was sent is given back: it may be the work of two hours."""
    words = max(
        (value for name, value in request.POST.items() if name != "csrfmiddlewaretoken"), key=len, default=""
    )
    kept = {"words": words} if len(words) > LONG else {}
    return error_page(request, 403, template="403_csrf.html", context=kept)


@login_not_required  # a visitor must not learn that it exists
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for the people who build the pages; 404 to others."""
    if not getattr(request.user, "is_staff", False):
        raise Http404
    return render(request, "ui/gallery.html", specimens())


def specimens() -> dict[str, Any]:
    """Invented figures and texts: this page shows how things look, not what the law says."""
    since = date(2022, 3, 31)
    grades = ["official", "relayed", "professional", "testimony", "seed", "derived"]
    sources = [Source(f"Texte d’exemple, article {n}", "", grade, since) for n, grade in enumerate(grades, 1)]
    text = Source("Texte d’exemple, article 3", "https://example.org/texte", "official", since)
    gap = Missing("exemple", "Montant de la mission", "annexe II du texte d’exemple")
    known = Answer(Decimal(60000), unit="currency-EUR", sources=(text,))
    computed = Answer(Decimal("72340.50"), unit="currency-EUR", sources=(text, sources[1]))
    bounded = Answer(None, Decimal(287500), Decimal(580000), "currency-EUR", (gap,), (text,))
    unpublished = Answer(None, missing=(gap,), unit="currency-EUR")
    empty = Missing("points", "Points obtenus", "votre contrat", is_fact=True)
    waiting = Answer(None, Decimal(63000), None, "currency-EUR", (empty,), (text,))
    refused = Answer(None, why="Le premier texte date du 1er juillet 2019.")
    columns = (
        Column("Commune"),
        Column("Habitants", "Insee 2023", number=True),
        Column("Aide", "€", number=True),
    )
    return {
        "crumbs": [("Accueil", "/"), ("Interface", "/ui/")],
        "stages": [("idée", "done"), ("lettre", "current"), ("association", "todo"), ("projet", "todo")],
        "colours": ["ink", "soft", "edge", "line", "mesh", "lantern", "satisfied", "broken", "unknown"],
        "series": range(1, 7),
        "classes": range(1, 6),
        "sources": sources,
        "known": known,
        "computed": computed,
        "bounded": bounded,
        "unpublished": unpublished,
        "waiting": waiting,
        "refused": refused,
        "day": since,
        "table": Table(
            "Les communes du territoire",
            columns,
            [("Aubeterre", 12345, known), ("Belcastel", 678, bounded), ("Clairvaux", None, unpublished)],
            ("Total", 13023, None),
            "chiffres inventés, pour l’exemple",
        ),
        "empty_form": SpecimenForm(),
        "broken_form": SpecimenForm({"name": "CPTS d’exemple", "email": "sans arobase"}, auto_id="broken_%s"),
        "page": Paginator(range(50), 10).page(2),
    }
