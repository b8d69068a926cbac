"""The public page of a structure, for everybody, once its managers opened it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from maillage.geography import atlas
from maillage.links.queries import handout_of
from maillage.people.models import JoiningRules
from maillage.people.queries.desk import contact_line, named_people
from maillage.people.queries.joining import admitted_words
from maillage.territories.queries import drawing_of_territory, map_of


@login_not_required
@require_safe
def public_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, where, how to reach and to join it. Closed, nobody learns that it exists."""
    opened = JoiningRules.objects.filter(shows_page=True, structure__slug=slug)
    rules = get_object_or_404(
        opened.select_related("structure__territory", "link").prefetch_related("admitted")
    )
    structure, today = rules.structure, timezone.localdate()
    drawing = drawing_of_territory(structure.territory, signed=today)
    context = {
        "structure": structure,
        "rules": rules,
        "drawing": drawing,
        "map": mark_safe(map_of(drawing, structure.name, on_page=True)) if drawing else "",  # noqa: S308 -- drawn by us
        "sites": [(site, atlas().commune(site.commune)) for site in structure.sites.all()],
        "contact": contact_line(structure),
        "people": named_people(structure, on=today) if rules.names_people else "",
        "admitted": admitted_words(rules),
        "link": handout_of(request, rules.link) if rules.is_open else None,
    }
    return render(request, "people/public.html", context)
