"""A text of the team: written, read, validated, printed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage import legislation
from maillage.care.documents.protocols import local_page
from maillage.care.enums import Ability, LocalKind
from maillage.care.forms.protocols import EnrolForm, LocalForm, ValidateForm, VersionForm
from maillage.care.models import LocalText
from maillage.care.queries.alerts import awaits
from maillage.care.queries.protocols import LOCAL, last_of, text_of, valid_of
from maillage.care.services import local_texts as services
from maillage.care.views.alerts import again_said
from maillage.care.views.protocols import refused
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.kernel import BadInput
from maillage.people.queries.naming import cards_by_label
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries.clocks import today_in, zone_of
from maillage.structures.types import Request
from maillage.ui.services import WRITES, as_file, refusals_said, say


@WRITES
def write_local(request: Request, slug: str) -> HttpResponse:
    """A new text; `depuis` begins a tree from one of ours."""
    structure = find(request, slug, Ability.COORDINATE)
    kind = LocalKind.TREE if "depuis" in request.GET else LocalKind.PROTOCOL
    initial = {"kind": kind, "words": legislation.tree_written(request.GET.get("depuis", ""))}
    form = LocalForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = services.write_local(
                structure, data["kind"], data["title"], data["words"], review_on=data["review_on"],
                key=data["key"], on=today_in(structure), by=request.user,
            )  # fmt: skip
        except BadInput as refusal:
            refused(form, refusal)
        else:
            say(request, "C’est un brouillon : relisez-le, essayez-le, puis faites-le valider.")
            return redirect("care:local", slug, made.pk)
    return render(
        request, "care/protocols/write_local.html", {"form": form}, status=422 if form.is_bound else 200
    )


@opens_examples
@require_safe
def local(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ)
    return show(request, text_of(structure, pk))


def show(request: Request, text: LocalText, **refusals: Any) -> HttpResponse:
    last, valid, structure = last_of(text), valid_of(text), text.structure
    context: dict[str, Any] = {
        "text": text,
        "last": last,
        "valid": valid,
        "zone": zone_of(structure),
        "awaits": awaits(last),
        "key": f"{LOCAL}{text.pk}",
        "is_tree": text.kind == LocalKind.TREE,
        "is_due": bool(valid and valid.review_on and valid.review_on <= today_in(structure)),
        "held": text.enrolments.filter(ended_on=None).first(),
    }
    if Ability.COORDINATE in request.abilities and not request.is_visit:
        cards = cards_by_label(structure)
        context |= {"cards": cards, "enrol_form": EnrolForm()}
        if last.asked_at is None:
            context["form"] = ValidateForm(cards, initial={"version": last.version})
    return render(request, "care/protocols/local.html", context | refusals, status=422 if refusals else 200)


@WRITES
def edit_local(request: Request, slug: str, pk: int) -> HttpResponse:
    """The draft; after a validated version, the next one."""
    structure = find(request, slug, Ability.COORDINATE)
    text = text_of(structure, pk)
    last = last_of(text)
    version = 0 if last.asked_at else last.version
    initial = {"words": last.words, "review_on": last.review_on, "version": version}
    form: Any = VersionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.write_version(
                text, data["words"], review_on=data["review_on"], version=data["version"],
                on=today_in(structure), by=request.user,
            )  # fmt: skip
        except BadInput as refusal:
            refused(form, refusal)
            form.data = form.data.copy()
            form.data["version"] = str(version)
        else:
            say(request, "Le brouillon est enregistré.")
            return redirect("care:local", slug, pk)
    context = {"form": form, "text": text, "last": last}
    return render(request, "care/protocols/edit_local.html", context, status=422 if form.is_bound else 200)


@require_POST
def validate_local(request: Request, slug: str, pk: int) -> HttpResponse:
    """Name who validates: each answers by their own link, nobody for them."""
    structure = find(request, slug, Ability.COORDINATE)
    text = text_of(structure, pk)
    form = ValidateForm(cards_by_label(structure), request.POST)
    if form.is_valid():
        try:
            services.ask_validators(
                text,
                form.people(),
                version=form.cleaned_data["version"],
                at=timezone.now(),
                by=request.user,
                site=request.build_absolute_uri("/"),
            )
        except BadInput as refusal:
            refused(form, refusal)
        else:
            say(request, "Les validateurs vont recevoir un lien.")
            return redirect("care:local", slug, pk)
    return show(request, text, form=form)


@require_POST
def validate_local_again(request: Request, slug: str, pk: int) -> HttpResponse:
    """Those who said nothing receive their link again."""
    structure = find(request, slug, Ability.COORDINATE)
    with refusals_said(request):
        say(
            request,
            again_said(
                services.ask_validators_again(text_of(structure, pk), by=request.user, at=timezone.now())
            ),
        )
    return redirect("care:local", slug, pk)


@require_POST
def withdraw_local(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.COORDINATE)
    text = text_of(structure, pk)
    services.withdraw(text, on=today_in(structure), by=request.user)
    said = "Repris : il est de nouveau proposé." if text.withdrawn_on else "Retiré : il n’est plus proposé."
    say(request, f"{said} Ses versions restent lisibles.")
    return redirect("care:local", slug, pk)


@require_safe
def local_file(request: Request, slug: str, pk: int, number: int) -> HttpResponse:
    """One version, on paper."""
    structure = find(request, slug, Ability.READ)
    text = text_of(structure, pk)
    version = next((each for each in text.versions.all() if each.number == number), None)
    if version is None:
        raise Http404
    version.text = text
    today = today_in(structure)
    try:
        page = local_page(version, structure, on=today)
    except BadInput as refusal:  # a tree written when the law room knew other words
        say(request, str(refusal))
        return redirect("care:local", slug, pk)
    headers = as_file(filename(page.title, today, Format.PDF))
    content = render_document(page, Format.PDF)
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=headers)
