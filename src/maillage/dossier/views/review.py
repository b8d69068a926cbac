"""The review of a document, on the side of the structure: who is asked, what each says, what is answered."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.dossier.enums import Ability, DocumentState
from maillage.dossier.forms.review import AnswerForm, OpeningForm, UntilForm
from maillage.dossier.models import Document, Opening, Remark
from maillage.dossier.queries import review as queries
from maillage.dossier.queries.documents import title_of
from maillage.dossier.queries.review_content import content_of
from maillage.dossier.services import review as services
from maillage.dossier.services import review_saying as saying
from maillage.dossier.services import review_telling as telling
from maillage.files.models import File
from maillage.files.services import response_of
from maillage.kernel import BadInput
from maillage.links.queries import handout_of
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, refusals_said, say


def document_of(structure: Structure, pk: int) -> Document:
    """Raises Http404 for one of another structure."""
    found = get_object_or_404(Document.objects.select_related("frozen"), structure=structure, pk=pk)
    found.structure = structure
    return found


def opening_of(document: Document, pk: int) -> Opening:
    """With all that was said by it. Raises Http404 for one of another document."""
    found = get_object_or_404(queries.with_all_said(document.openings.all()), pk=pk)
    found.document, found.structure = document, document.structure
    return found


def context_of(document: Document, **more: Any) -> dict[str, Any]:
    return {
        "document": document,
        "document_title": title_of(document),
        "is_frozen": document.state == DocumentState.FROZEN,
        **more,
    }


@opens_examples
@require_safe
def reviews(request: Request, slug: str, pk: int) -> HttpResponse:
    structure, today = find(request, slug, Ability.READ), timezone.localdate()
    document = document_of(structure, pk)
    review = queries.review_of(document, on=today)
    return render(request, "dossier/review/list.html", context_of(document, review=review, today=today))


@WRITES
def open_review(request: Request, slug: str, pk: int) -> HttpResponse:
    structure, today = find(request, slug, Ability.WRITE), timezone.localdate()
    document = document_of(structure, pk)
    contents, partners = content_of(document, on=today), structure.partners.order_by("name")
    form = OpeningForm(contents, partners, request.POST if request.method == "POST" else None)
    if form.is_valid():
        key, now = form.cleaned_data["key"], timezone.now()
        with refusals_in(form):
            opening = services.open_to(document, form.given(), key=key, by=request.user, at=now, on=today)
            say(request, f"C’est ouvert à {opening.person}. Envoyez maintenant le lien, ou le dossier.")
            return redirect("dossier:opening", slug, pk, opening.pk)
    status = 422 if form.is_bound else 200
    return render(request, "dossier/review/open.html", context_of(document, form=form), status=status)


@opens_examples
@require_safe
def opening(request: Request, slug: str, pk: int, opening: int) -> HttpResponse:
    return show_opening(request, find(request, slug, Ability.READ), pk, opening)


def show_opening(
    request: Request, structure: Structure, pk: int, opening: int, *, until: UntilForm | None = None
) -> HttpResponse:
    today = timezone.localdate()
    document = document_of(structure, pk)
    found = opening_of(document, opening)
    contents = content_of(document, on=today)
    asked = queries.asked(found, on=today)
    may_write = Ability.WRITE in request.abilities
    context = context_of(
        document,
        asked=asked,
        opening=found,
        labels=queries.labels_of(found, contents),
        titles={each.key: each.title for each in contents},
        remarks=queries.said(queries.with_opening(found), contents),
        opinions=sorted(found.opinions.all(), key=lambda each: each.given_on, reverse=True),
        readings=list(found.readings.all()),
        # Whoever reads a link may use it: for those who hand it out.
        handout=handout_of(request, found.link) if may_write and asked.leads and found.link else None,
        until=until or UntilForm(),
    )
    status = 422 if until else 200
    return render(request, "dossier/review/opening.html", context, status=status)


def gesture(request: Request, slug: str, pk: int, opening: int) -> Opening:
    """The opening that a gesture is about, for whom may make it."""
    return opening_of(document_of(find(request, slug, Ability.WRITE), pk), opening)


def back_to(found: Opening) -> HttpResponse:
    return redirect("dossier:opening", found.structure.slug, found.document_id, found.pk)


@WRITES
def tell_opening(request: Request, slug: str, pk: int, opening: int) -> HttpResponse:
    """Send the link, or remind."""
    found = gesture(request, slug, pk, opening)
    if request.method == "POST":
        site, again = request.build_absolute_uri("/"), found.told_at is not None
        with refusals_said(request):
            telling.tell_opening(found, by=request.user, at=timezone.now(), site=site, again=again)
            say(request, f"Un message part à {found.email}.")
    return back_to(found)


@WRITES
def close_opening(request: Request, slug: str, pk: int, opening: int) -> HttpResponse:
    found = gesture(request, slug, pk, opening)
    if request.method != "POST":
        return back_to(found)
    services.close_opening(found, by=request.user, at=timezone.now())
    say(request, f"{found.person} n’y lit plus rien. Ses avis et ses remarques restent.")
    return redirect("dossier:visibility", slug)


@WRITES
def extend_opening(request: Request, slug: str, pk: int, opening: int) -> HttpResponse:
    found = gesture(request, slug, pk, opening)
    if request.method != "POST":
        return back_to(found)
    form = UntilForm(request.POST)
    if form.is_valid():
        try:
            services.extend_opening(
                found, form.cleaned_data["until"], by=request.user, on=timezone.localdate()
            )
        except BadInput as refusal:
            form.add_error("until", str(refusal))
        else:
            say(request, "Le lien est prolongé. Ce qui était commencé s’y retrouve.")
            return back_to(found)
    return show_opening(request, request.structure, pk, opening, until=form)


@WRITES
def readdress(request: Request, slug: str, pk: int, opening: int) -> HttpResponse:
    found = gesture(request, slug, pk, opening)
    if request.method == "POST":
        with refusals_said(request):
            services.readdress(found, by=request.user, at=timezone.now(), on=timezone.localdate())
            say(request, "L’adresse est nouvelle, l’ancienne ne mène plus à rien. Envoyez-la.")
    return back_to(found)


@WRITES
def remark(request: Request, slug: str, pk: int, remark: int) -> HttpResponse:
    """One remark, beside the passage as it stands, and its answer."""
    structure, today = find(request, slug, Ability.WRITE), timezone.localdate()
    document = document_of(structure, pk)
    rows = Remark.objects.select_related("opening", "paper", "answered_by")
    found = get_object_or_404(rows, opening__document=document, pk=remark)
    found.opening.structure, found.opening.document = structure, document
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": found.answer})
    if form.is_valid():
        with refusals_in(form):
            answered = saying.answer_remark(
                found, form.cleaned_data["answer"], by=request.user, at=timezone.now()
            )
            told = form.cleaned_data["tells"] and telling.tell_answer(
                answered, by=request.user, at=timezone.now(), site=request.build_absolute_uri("/")
            )
            say(
                request,
                "La réponse est enregistrée, et part par courriel."
                if told
                else "La réponse est enregistrée.",
            )
            return redirect(f"{reverse('dossier:reviews', args=[slug, pk])}#remarques")
    (said,) = queries.said([found], content_of(document, on=today))
    context = context_of(document, form=form, said=said)
    status = 422 if form.is_bound else 200
    return render(request, "dossier/review/remark.html", context, status=status)


@require_safe
def review_paper(request: Request, slug: str, pk: int, file: Any) -> HttpResponse:
    """The paper of an opinion or of a remark, or the receipt, for those of the structure."""
    structure = find(request, slug, Ability.READ)
    document = document_of(structure, pk)
    papers = File.objects.filter(about=structure.pk)
    found = (
        papers.filter(opinion_paper__opening__document=document)
        | papers.filter(remark_paper__opening__document=document)
        | papers.filter(document_receipt__document=document)
    )
    try:
        return response_of(get_object_or_404(found.distinct(), pk=file))
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("dossier:reviews", slug, pk)
