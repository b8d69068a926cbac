"""The book of partners: the list, one of them, what is added to it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.directory.perms import seconds_to_wait
from maillage.directory.queries.vintages import vintages
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.kernel import BadInput, plural
from maillage.outreach.documents.partners import book
from maillage.outreach.enums import Ability
from maillage.outreach.forms.partners import (
    ContactForm,
    ExchangeForm,
    FilterForm,
    LookForm,
    PartnerForm,
    RequestForm,
    StepForm,
)
from maillage.outreach.models import Partner
from maillage.outreach.queries.partners import (
    Wanted,
    ending_at,
    in_rows,
    lines_of,
    partners_of,
    sheet_of,
    to_renew,
    waiting_of,
)
from maillage.outreach.queries.places import known_places, place_numbered
from maillage.outreach.services import conventions
from maillage.outreach.services import partners as services
from maillage.people.queries.naming import cards_by_label, told_of_cards
from maillage.structures.models import Structure
from maillage.structures.perms import find, opens_examples
from maillage.structures.queries import sizes
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in, refuse
from maillage.ui.queries import paged
from maillage.ui.services import WRITES, as_spreadsheet, say

#: Requests that wait, above the list.
WAITING = 20
#: What one adds to a partner: name of its form on the page → its form.
ADDED = {"contact": ContactForm, "exchange": ExchangeForm, "step": StepForm, "request": RequestForm}


@opens_examples
@require_safe
def partners(request: Request, slug: str) -> HttpResponse:
    structure, today = find(request, slug, Ability.READ_PARTNERS), timezone.localdate()
    form = FilterForm(request.GET)
    wanted = wanted_of(form)
    page = paged(partners_of(structure, wanted), request.GET.get("page"))
    waiting = waiting_of(structure)
    there = sizes(partners=structure.partners.all(), waiting=waiting)
    context = {
        "form": form,
        "page": page,
        "lines": lines_of(list(page.object_list), on=today),
        "waiting": waiting[:WAITING] if there["waiting"] else (),
        "counts": (
            ("Partenaires", there["partners"]),
            ("Demandes en attente", there["waiting"]),
            ("Conventions à renouveler", len(to_renew(ending_at(structure, today), on=today))),
        ),
        "is_filtered": wanted != Wanted(),
        "query": request.GET.urlencode(),
    }
    return render(request, "outreach/partners/list.html", context)


def wanted_of(form: FilterForm) -> Wanted:
    return Wanted(**form.cleaned_data) if form.is_valid() else Wanted()


@WRITES
def add_partner(request: Request, slug: str) -> HttpResponse:
    """A place of the directory looked for, then the form, filled with it or by hand."""
    structure = find(request, slug, Ability.WRITE_PARTNERS)
    cards = cards_by_label(structure)
    if request.method == "POST":
        form = PartnerForm(request.POST, cards=cards)
        if form.is_valid():
            with refusals_in(form):
                added = services.add_partner(
                    structure, form.given(), key=form.cleaned_data["key"], by=request.user
                )
                say(request, f"{added.name} est dans votre carnet.")
                return redirect("outreach:partner", slug, added.pk)
        context = {"form": form, "look": LookForm(), "cards": cards, "by_hand": True}
        return render(request, "outreach/partners/add.html", context, status=422)
    context = looked_for(request, structure)
    chosen = place_numbered(request.GET.get("finess", "")[:9])
    initial = chosen.told if chosen else {"name": request.GET.get("q", "")[:80].strip()}
    context |= {"form": PartnerForm(cards=cards, initial=initial), "chosen": chosen, "cards": cards}
    context["by_hand"] = chosen or ("looked" in context and not context["places"])
    return render(request, "outreach/partners/add.html", context)


def looked_for(request: Request, structure: Structure) -> dict[str, Any]:
    """The places that answer; nothing as long as nobody asks."""
    asked = any(request.GET.get(name, "").strip() for name in LookForm.base_fields)
    look = LookForm(request.GET if asked else None)
    context: dict[str, Any] = {"look": look, "source": vintages().finess_words}
    if asked and look.is_valid():
        if seconds_to_wait(request):
            return context | {"is_crowded": True}
        try:
            places = known_places(structure, look.cleaned_data["q"], look.cleaned_data["commune"])
        except BadInput as refusal:
            look.add_error(refusal.field if refusal.field in look.fields else "q", str(refusal))
        else:
            context |= {"places": places, "looked": True}
    return context


@opens_examples
@require_safe
def partner(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.READ_PARTNERS)
    return show(request, partner_of(structure, pk))


def partner_of(structure: Structure, pk: int) -> Partner:
    found = get_object_or_404(structure.partners.select_related("owner"), pk=pk)
    found.structure = structure
    return found


def show(request: Request, found: Partner, *, status: int = 200, **refused: Any) -> HttpResponse:
    """Its page; `refused`: the form that was sent, under its name."""
    may_write = Ability.WRITE_PARTNERS in request.abilities
    today, names = timezone.localdate(), told_of_cards(found.structure)
    also = [names] if may_write else []
    sheet = sheet_of(found, *also, on=today, page=request.GET.get("page"))
    context: dict[str, Any] = {"sheet": sheet, "partner": found, "today": today}
    if may_write:
        cards = cards_by_label(found.structure, names)
        forms = {name: kind(cards=cards) for name, kind in ADDED.items()}
        context |= {"cards": cards} | {f"{name}_form": form for name, form in forms.items()}
    return render(request, "outreach/partners/partner.html", {**context, **refused}, status=status)


@WRITES
def edit_partner(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE_PARTNERS)
    found, cards = partner_of(structure, pk), cards_by_label(structure)
    sent = request.POST if request.method == "POST" else None
    form, saved = PartnerForm(sent, cards=cards, row=found), None
    if form.is_valid():
        try:
            services.write_partner(found, form.given(), version=form.cleaned_data["version"], by=request.user)
        except BadInput as refusal:
            refuse(form, refusal)
            saved = saved_meanwhile(request, form, Partner.objects.get(pk=found.pk))
        else:
            say(request, "C’est enregistré.")
            return redirect("outreach:partner", slug, pk)
    context = {"form": form, "partner": found, "cards": cards, "saved": saved}
    return render(request, "outreach/partners/edit.html", context, status=422 if sent is not None else 200)


def saved_meanwhile(request: Request, form: Any, row: Any) -> list[tuple[str, Any]] | None:
    """What somebody else saved, label and value; the text sent is kept, and saving it again is on purpose."""
    if row.version == form.cleaned_data["version"]:
        return None
    form.data = {**request.POST.dict(), "version": str(row.version)}
    shown = {field.name: field.label for field in form.visible_fields()}
    return [(label, getattr(row, name) or "vide") for name, label in shown.items()]


@require_POST
def drop_partner(request: Request, slug: str, pk: int) -> HttpResponse:
    found = partner_of(find(request, slug, Ability.WRITE_PARTNERS), pk)
    services.drop_partner(found, by=request.user)
    say(request, f"{found.name} n’est plus dans votre carnet.")
    return redirect("outreach:partners", slug)


@require_POST
def add_contact(request: Request, slug: str, pk: int) -> HttpResponse:
    structure = find(request, slug, Ability.WRITE_PARTNERS)
    found = partner_of(structure, pk)
    form = ContactForm(request.POST, cards=cards_by_label(structure))
    if form.is_valid():
        with refusals_in(form):
            contact = services.add_contact(
                found, form.given(), title=form.cleaned_data["title"], card=form.card, by=request.user
            )
            say(request, f"{contact.person.name} est noté chez {found.name}.")
            return to_page(found, "personnes")
    return show(request, found, status=422, contact_form=form)


def to_page(found: Partner, part: str) -> HttpResponse:
    return redirect(f"{reverse('outreach:partner', args=[found.structure.slug, found.pk])}#{part}")


def note(
    request: Request,
    slug: str,
    pk: int,
    form_class: type[ExchangeForm | StepForm | RequestForm],
    service: Callable[..., object],
    *,
    said: str,
    part: str,
    shown: str,
) -> HttpResponse:
    """One of the forms of a partner's page: noted, or shown again there (as `shown`) with what to mend."""
    structure = find(request, slug, Ability.WRITE_PARTNERS)
    found = partner_of(structure, pk)
    form = form_class(request.POST, cards=cards_by_label(structure))
    if form.is_valid():
        with refusals_in(form):
            service(found, form.given(), key=form.cleaned_data["key"], by=request.user)
            say(request, said)
            return to_page(found, part)
    return show(request, found, status=422, **{shown: form})


@require_POST
def drop_contact(request: Request, slug: str, pk: int, contact: int) -> HttpResponse:
    found = partner_of(find(request, slug, Ability.WRITE_PARTNERS), pk)
    row = get_object_or_404(found.contacts.select_related("person", "partner"), pk=contact)
    services.drop_contact(row, by=request.user)
    say(request, f"{row.person.name} n’est plus noté ici. Sa fiche reste.")
    return to_page(found, "personnes")


@require_POST
def note_exchange(request: Request, slug: str, pk: int) -> HttpResponse:
    return note(
        request,
        slug,
        pk,
        ExchangeForm,
        services.note_exchange,
        said="L’échange est noté.",
        part="echanges",
        shown="exchange_form",
    )


@require_POST
def drop_exchange(request: Request, slug: str, pk: int, exchange: int) -> HttpResponse:
    found = partner_of(find(request, slug, Ability.WRITE_PARTNERS), pk)
    row = get_object_or_404(found.exchanges.select_related("partner"), pk=exchange)
    services.drop_exchange(row, by=request.user)
    say(request, "L’échange est retiré.")
    return to_page(found, "echanges")


@require_POST
def plan_step(request: Request, slug: str, pk: int) -> HttpResponse:
    return note(
        request,
        slug,
        pk,
        StepForm,
        services.plan_step,
        said="La prochaine étape est notée.",
        part="etapes",
        shown="step_form",
    )


@require_POST
def finish_step(request: Request, slug: str, pk: int, step: int) -> HttpResponse:
    found = partner_of(find(request, slug, Ability.WRITE_PARTNERS), pk)
    row = get_object_or_404(found.steps.select_related("partner"), pk=step)
    services.finish_step(row, by=request.user, on=timezone.localdate())
    say(request, "C’est fait. Notez l’échange qui va avec, s’il y en a un.")
    return to_page(found, "etapes")


@require_POST
def note_request(request: Request, slug: str, pk: int) -> HttpResponse:
    return note(
        request,
        slug,
        pk,
        RequestForm,
        conventions.note_request,
        said="La demande est notée.",
        part="demandes",
        shown="request_form",
    )


@require_safe
def partners_file(request: Request, slug: str, suffix: str) -> HttpResponse:
    """The book as it is filtered, for a spreadsheet. It leaves a trace."""
    structure, today = find(request, slug, Ability.WRITE_PARTNERS), timezone.localdate()
    found = partners_of(structure, wanted_of(FilterForm(request.GET)))
    told = f"Carnet des partenaires sorti en {suffix.upper()} : {plural(len(found), 'fiche')}."
    record(told, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    return as_spreadsheet(
        in_rows(found, on=today), name=f"partenaires-{structure.slug}-{today}", suffix=suffix
    )


@require_safe
def partners_book(request: Request, slug: str) -> HttpResponse:
    """The book on paper, as it is filtered, in PDF. It leaves a trace."""
    structure, today = find(request, slug, Ability.WRITE_PARTNERS), timezone.localdate()
    document = book(structure, partners_of(structure, wanted_of(FilterForm(request.GET))), on=today)
    told = "Carnet des partenaires sorti en PDF."
    record(told, by=request.user.pk, subject=structure.pk, kind=Kind.DOWNLOAD)
    name = filename(f"partenaires {structure.name}", today, Format.PDF)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = render_document(document, Format.PDF)
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=headers)
