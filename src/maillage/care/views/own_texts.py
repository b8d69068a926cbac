"""A text of the team, by the link of who is asked to answer for it. A GET shows; only a POST answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from maillage.care.enums import LocalKind
from maillage.care.models import LocalValidation
from maillage.care.queries.modules import is_on
from maillage.care.services import local_texts as services
from maillage.care.views.validating import answered
from maillage.links.models import Link
from maillage.people.models import Person
from maillage.structures.queries.clocks import zone_of


def own_text(request: HttpRequest, person: Person, link: Link, number: str) -> HttpResponse:
    """The very words, with their fingerprint; yes, or no with its reason."""
    if not is_on(person.structure):
        raise Http404
    rows = person.local_validations.select_related("version__text")
    found: LocalValidation = get_object_or_404(rows, pk=int(number or 0))
    version, here = found.version, link.step(f"texte-{found.pk}")
    version.text.structure = person.structure
    context, is_done = answered(
        request,
        found,
        lambda answer, reason: services.answer_version(
            found, answer, fingerprint=request.POST.get("fingerprint", ""), at=timezone.now(), reason=reason
        ),
    )
    if is_done:
        return redirect(here)
    context |= {
        "version": version,
        "text": version.text,
        "is_tree": version.text.kind == LocalKind.TREE,
        "others": version.validations.select_related("person").exclude(pk=found.pk),
        "is_open": version.is_asked,
        "zone": zone_of(person.structure),
        "here": here,
        "link": link,
        "structure_name": person.structure.name,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "care/protocols/own_text.html", context, status=status)
