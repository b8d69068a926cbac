"""Who came to an event: ticked at the door on a telephone, corrected afterwards, and what leaves of it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from maillage.audit.enums import Kind
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.documents.services import render as render_document
from maillage.documents.types import Document
from maillage.kernel import hour, plural
from maillage.outreach.documents import events as documents
from maillage.outreach.enums import EventState, Seat
from maillage.outreach.forms.events import OneRegistrationForm, RegistrationForm
from maillage.outreach.models import Event, EventDay, Registration
from maillage.outreach.queries import events as queries
from maillage.outreach.rules import day_in_words, ticked_from, when
from maillage.outreach.services import events as services
from maillage.outreach.views.events import find_event
from maillage.structures.types import Request
from maillage.ui.forms import refusals_in
from maillage.ui.services import WRITES, as_spreadsheet, refusals_said, say


@WRITES
def attendance(request: Request, slug: str, pk: int) -> HttpResponse:
    """The list to tick at the door, a day at a time; who comes without having registered is written in below."""
    found = find_event(request, slug, pk)
    days = list(found.days.all())
    day = queries.day_shown(days, request.GET.get("jour", ""), on=timezone.localdate())
    form = RegistrationForm(found, request.POST if request.method == "POST" else None, by_host=True)
    if form.is_valid():
        with refusals_in(form):
            made = services.walk_in(
                found,
                form.given(),
                key=form.cleaned_data["key"],
                by=request.user,
                at=timezone.now(),
                on=day.on if day else None,
            )
            say(request, f"{made.name} : présent.")
            return to_the_list(slug, pk, day=day)
    text, now = request.GET.get("q", "")[:80], timezone.now()
    expected = queries.there_on(queries.named(found).exclude(seat=Seat.CANCELLED), day)
    opens = timezone.localtime(ticked_from(found.starts_at, day.on if day else None))
    last = days[-1].on if days else timezone.localdate(found.starts_at)
    context = {
        "event": found,
        "when": when(found.starts_at, found.ends_at),
        "days": [(each, day_in_words(each.on)) for each in days],
        "day": day,
        "q": text,
        "rows": queries.there_on(queries.named(found, text).exclude(seat=Seat.CANCELLED), day),
        "expected": expected.count(),
        "came": expected.filter(is_there=True).count(),
        "form": form,
        "day_words": day_in_words(day.on) if day else "",
        "opening": f"Le pointage s’ouvre le {day_in_words(opens.date())} à {hour(opens)}",
        "is_open": now >= opens,
        "may_finish": found.state == EventState.OPEN
        and now >= found.starts_at
        and timezone.localdate(now) >= last,
    }
    return render(request, "outreach/events/attendance.html", context, status=422 if form.is_bound else 200)


@require_POST
def note_presence(request: Request, slug: str, pk: int, registration: int) -> HttpResponse:
    """One gesture a person: two hosts at two doors never undo each other."""
    found = find_event(request, slug, pk)
    each, today = find_registration(found, registration), timezone.localdate()
    day = queries.day_shown(list(found.days.all()), request.POST.get("jour", ""), on=today)
    with refusals_said(request):
        services.note_presence(
            each,
            is_there=request.POST.get("there") == "oui",
            by=request.user,
            at=timezone.now(),
            on=day.on if day else None,
        )
    return to_the_list(slug, pk, day=day, q=request.POST.get("q", "")[:80], row=registration)


def to_the_list(
    slug: str, pk: int, *, day: EventDay | None, q: str = "", row: int | None = None
) -> HttpResponse:
    """Where one was: that day, these names, that line."""
    asked = {name: value for name, value in (("jour", str(day.on) if day else ""), ("q", q)) if value}
    url = reverse("outreach:attendance", args=[slug, pk])
    return redirect(f"{url}{'?' * bool(asked)}{urlencode(asked)}{f'#inscription-{row}' if row else ''}")


@WRITES
def registration(request: Request, slug: str, pk: int, registration: int) -> HttpResponse:
    """One of those who come: what they said, whose card it is, how long they were there."""
    found = find_event(request, slug, pk)
    each = find_registration(found, registration)
    form = OneRegistrationForm(each, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            correct(request, each, form)
            say(request, "L’inscription est enregistrée.")
            return redirect("outreach:event", slug, pk)
    context = {
        "event": found,
        "registration": each,
        "form": form,
        "messages_sent": queries.messages_to(each),
        "rank": queries.rank_of(each) if each.seat == Seat.WAITING else 0,
        "may_leave": found.state == EventState.OPEN and timezone.now() < found.starts_at,
    }
    return render(request, "outreach/events/registration.html", context, status=422 if form.is_bound else 200)


def correct(request: Request, each: Registration, form: OneRegistrationForm) -> None:
    for on, minutes in form.changed_minutes():
        services.note_minutes(each, minutes, by=request.user, at=timezone.now(), on=on)
    card = form.cleaned_data["person"]
    if card != each.person_id:
        person = get_object_or_404(each.event.structure.people, pk=card) if card else None
        services.link_card(each, person, by=request.user)


@require_POST
def take_off(request: Request, slug: str, pk: int, registration: int) -> HttpResponse:
    """The organiser takes somebody off the list; the first who waits is seated."""
    each = find_registration(find_event(request, slug, pk), registration)
    with refusals_said(request):
        services.say_coming(each, comes=False, by=request.user, at=timezone.now())
        say(request, f"{each.name} : inscription retirée.")
    return redirect("outreach:event", slug, pk)


@require_safe
def sheet(request: Request, slug: str, pk: int) -> HttpResponse:
    found = find_event(request, slug, pk)
    return leaving(request, found, documents.sheet(found), "emargement")


@require_safe
def attestations(request: Request, slug: str, pk: int) -> HttpResponse:
    """Those of everybody who came, a page each."""
    found = find_event(request, slug, pk)
    there = queries.named(found).filter(minutes__isnull=False, number__isnull=False)
    came = list(there.prefetch_related("days_there__day"))
    if not came:
        say(
            request,
            "Les attestations viennent quand l’événement est terminé, pour ceux qui étaient présents.",
        )
        return redirect("outreach:event", slug, pk)
    for each in came:
        each.event = found
    return leaving(request, found, documents.attestations(found, came), "attestations")


def leaving(request: Request, found: Event, document: Document, name: str) -> HttpResponse:
    """A PDF that names people: it leaves a trace."""
    record(
        f"{document.title} sorti en PDF.",
        by=request.user.pk,
        subject=found.structure_id,
        kind=Kind.DOWNLOAD,
    )
    return pdf(document, filename(f"{name} {found.title}", timezone.localdate(found.starts_at), Format.PDF))


def pdf(document: Document, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = render_document(document, Format.PDF)
    return HttpResponse(content, content_type=Format.PDF.content_type, headers=headers)


@require_safe
def registered(request: Request, slug: str, pk: int, suffix: str) -> HttpResponse:
    """Those who registered, for a spreadsheet. It leaves a trace."""
    found = find_event(request, slug, pk)
    rows = list(queries.named(found).prefetch_related("days_there__day"))
    record(
        f"Inscrits à « {found.title} » sortis en {suffix.upper()} : {plural(len(rows), 'personne')}.",
        by=request.user.pk,
        subject=found.structure_id,
        kind=Kind.DOWNLOAD,
    )
    name = f"inscrits-{found.pk}-{timezone.localdate()}"
    return as_spreadsheet(queries.in_rows(rows, list(found.days.all())), name=name, suffix=suffix)


def find_registration(event: Event, pk: int) -> Registration:
    """Not one whose holder was erased."""
    rows = event.registrations.exclude(called="").select_related("link", "person")
    found = get_object_or_404(rows, pk=pk)
    found.event = event
    return found
