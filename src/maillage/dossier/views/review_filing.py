"""Filing a document: freezing it, its receipt, its fingerprint, its pack, its next version."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.dossier.documents.review import filed, grouped
from maillage.dossier.enums import Ability, DocumentState
from maillage.dossier.forms.review import DigestForm, ReceiptForm
from maillage.dossier.models import Document, Opinion, Remark
from maillage.dossier.queries.documents import title_of
from maillage.dossier.queries.review_filing import filing_of
from maillage.dossier.services import review_filing as services
from maillage.dossier.services.review_packs import make_pack
from maillage.dossier.views.review import context_of, document_of
from maillage.files.services import keep
from maillage.kernel import BadInput
from maillage.structures.perms import find, opens_examples
from maillage.structures.types import Request
from maillage.ui.queries import pieces
from maillage.ui.services import WRITES, as_file, refusals_said, say

#: Of pieces of meetings: they are ticked one by one.
APART = "Réunions"


@opens_examples
@require_safe
def filing(request: Request, slug: str, pk: int) -> HttpResponse:
    document = document_of(find(request, slug, Ability.READ), pk)
    return show(request, document)


def show(request: Request, document: Document, *, receipt: ReceiptForm | None = None) -> HttpResponse:
    today, said = timezone.localdate(), ""
    digest = DigestForm(request.GET if "digest" in request.GET else None)
    is_frozen = document.state == DocumentState.FROZEN
    if is_frozen and digest.is_valid() and digest.cleaned_data["digest"]:
        same = services.same_digest(document.frozen, digest.cleaned_data["digest"])
        said = "meme" if same else "autre"
    context = context_of(
        document,
        filing=filing_of(document, on=today),
        grouped=grouped(document.frozen.digest) if is_frozen else "",
        is_intact=is_frozen and services.is_intact(document.frozen),
        digest_form=digest,
        compared=said,
        receipt_form=receipt or ReceiptForm(),
        pieces=[(each, each.heading != APART) for each in pieces(document.structure)],
    )
    status = 422 if receipt else 200
    return render(request, "dossier/review/filing.html", context, status=status)


@WRITES
def freeze(request: Request, slug: str, pk: int) -> HttpResponse:
    document = document_of(find(request, slug, Ability.WRITE), pk)
    if request.method == "POST":
        with refusals_said(request):
            services.freeze(document, by=request.user, at=timezone.now())
            say(request, "Le document est arrêté : il ne change plus. Déposez-le, puis notez le récépissé.")
    return redirect("dossier:filing", slug, pk)


@WRITES
def note_receipt(request: Request, slug: str, pk: int) -> HttpResponse:
    document = document_of(find(request, slug, Ability.WRITE), pk)
    if request.method != "POST" or document.state != DocumentState.FROZEN:
        return redirect("dossier:filing", slug, pk)
    form, now = ReceiptForm(request.POST, request.FILES), timezone.now()
    if form.is_valid():
        data = form.cleaned_data
        try:
            paper = (
                keep(data["paper"], about=document.structure_id, by=request.user, at=now)
                if data["paper"]
                else None
            )
            said = services.note_receipt(
                document.frozen, data["receipt_on"], by=request.user, on=timezone.localdate(now), paper=paper
            )
        except BadInput as refusal:
            field = {"on": "receipt_on", "file": "paper"}.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            say(request, said)
            return redirect("dossier:filing", slug, pk)
    return show(request, document, receipt=form)


@WRITES
def new_round(request: Request, slug: str, pk: int) -> HttpResponse:
    document = document_of(find(request, slug, Ability.WRITE), pk)
    if request.method != "POST":
        return redirect("dossier:filing", slug, pk)
    try:
        made = services.new_round(document, by=request.user, at=timezone.now())
    except BadInput as refusal:
        say(request, str(refusal))
        return redirect("dossier:filing", slug, pk)
    say(request, f"La version n° {made.number} est ouverte, avec les mots de celle-ci.")
    return redirect("dossier:reviews", slug, made.pk)


@require_safe
def frozen_file(request: Request, slug: str, pk: int, form: str) -> HttpResponse:
    """As it was filed, in a file; with its remarks and opinions when they are asked for. It leaves a trace."""
    document = document_of(find(request, slug, Ability.READ), pk)
    if form not in set(Format) or document.state != DocumentState.FROZEN:
        raise Http404
    remarks = opinions = None
    if request.GET.get("remarques"):
        remarks = Remark.objects.filter(opening__document=document).select_related("opening")
        opinions = Opinion.objects.filter(opening__document=document).select_related("opening")
    printed = filed(document.frozen, remarks=remarks, opinions=opinions or ())
    content = render_document(printed, Format(form))
    told = f"{printed.title}, version arrêtée : sortie en {form.upper()}."
    record(told, by=request.user.pk, subject=document.structure_id, kind=Kind.DOWNLOAD)
    day = timezone.localdate(document.frozen.frozen_at)
    name = filename(f"{printed.title} {document.structure.name}", day, Format(form))
    return HttpResponse(content, content_type=Format(form).content_type, headers=as_file(name))


@require_safe
def pack(request: Request, slug: str, pk: int) -> HttpResponse:
    """The document, its index and the pieces ticked, in one archive. It leaves a trace."""
    document, today = document_of(find(request, slug, Ability.WRITE), pk), timezone.localdate()
    chosen = None if "tout" in request.GET else set(request.GET.getlist("piece"))
    made = make_pack(document, on=today, chosen=chosen)
    title = title_of(document)
    told = f"{title} : dossier complet sorti en ZIP, {made.pieces} pièces."
    record(told, by=request.user.pk, subject=document.structure_id, kind=Kind.DOWNLOAD)
    name = filename(f"dossier {title} {document.structure.name}", today, Format.PDF)
    return HttpResponse(
        made.content, content_type="application/zip", headers=as_file(f"{name.removesuffix('.pdf')}.zip")
    )
