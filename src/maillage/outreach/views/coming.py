"""An event, for whoever comes: its page, registering, and one's own registration; no account, no script."""

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from maillage.documents.enums import Format
from maillage.documents.services import filename
from maillage.kernel import BadInput
from maillage.limits.services import HOUR, Limit, address_of, seconds_to_wait
from maillage.links.models import Link
from maillage.outreach.documents import events as documents
from maillage.outreach.enums import EventState, Seat
from maillage.outreach.forms.events import ComingForm, NewLinkForm, RegistrationForm
from maillage.outreach.models import Event, Registration
from maillage.outreach.queries import events as queries
from maillage.outreach.queries.diary import in_a_diary
from maillage.outreach.rules import half_hidden, when
from maillage.outreach.services import events as services
from maillage.outreach.views.attending import pdf
from maillage.people.queries.desk import contact_line
from maillage.ui.forms import refusals_in
from maillage.ui.services import CALENDAR, say

#: A whole service may register behind one address.
PER_ADDRESS = Limit(100, HOUR)
#: Steps, in the address.
THANKS, DIARY, ATTESTATION, RENEW = "merci", "agenda", "attestation", "lien"
#: What one was told, carried to the page that says it: nobody writes another rank in its address.
RANKS = Signer(salt="outreach.rank")
#: To one address, whoever asks: nobody fills its box.
NEW_LINKS = Limit(3, HOUR)


def event_page(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """What the link of an event opens: what it is, and the form to come."""
    event = queries.event_behind(link)
    if event is None or step not in {"", THANKS, DIARY, RENEW}:
        raise Http404
    if step == RENEW:
        return renew(request, event, link)
    if step == DIARY:
        return diary(request, event, link)
    if step == THANKS:
        context = {**context_of(event, link), "rank": rank_said(request, event)}
        return render(request, "outreach/events/thanks.html", context)
    if request.method == "POST":
        return receive(request, event, link)
    return show(request, event, link, RegistrationForm(event))


def rank_said(request: HttpRequest, event: Event) -> int | None:
    """What the form was answered, 0 for a seat; None for whom opens the page by itself."""
    try:
        said, _, rank = RANKS.unsign(request.GET.get("rang", "")).partition("-")
    except BadSignature:
        return None
    return int(rank) if said == str(event.pk) else None


def context_of(event: Event, link: Link) -> dict[str, object]:
    return {
        "event": event,
        "link": link,
        "when": when(event.starts_at, event.ends_at),
        "invited": queries.invited_words(event),
        "is_full": queries.is_full(event),
        "takes": queries.takes_registrations(event, at=timezone.now()),
        "contact": contact_line(event.structure),
        "kept_for": services.KEPT_FOR.days // 30,
    }


def show(
    request: HttpRequest,
    event: Event,
    link: Link,
    form: RegistrationForm,
    *,
    renewing: NewLinkForm | None = None,
    status: int = 200,
    crowded: bool = False,
) -> HttpResponse:
    context = {
        **context_of(event, link),
        "form": form,
        "renewing": renewing or NewLinkForm(auto_id="renewing-%s"),
        "crowded": crowded,
    }
    return render(request, "outreach/events/public.html", context, status=status)


def receive(request: HttpRequest, event: Event, link: Link) -> HttpResponse:
    """The answer is the same for whoever was registered already: nobody learns who comes."""
    form = RegistrationForm(event, request.POST)
    if wait := seconds_to_wait("events", address_of(request), PER_ADDRESS, now=timezone.now()):
        response = show(request, event, link, form, status=429, crowded=True)
        response["Retry-After"] = str(wait)
        return response
    if form.is_valid():
        with refusals_in(form):
            key = form.cleaned_data["key"]
            made = services.register(event, form.given(), key=key, at=timezone.now())
            say(request, f"Un message part à {half_hidden(form.cleaned_data['email'])}.")
            rank = RANKS.sign(f"{event.pk}-{queries.rank_told(event, made, key)}")
            return redirect(f"{reverse('links:step', args=[link.token, THANKS])}?{urlencode({'rang': rank})}")
    return show(request, event, link, form, status=422)


def renew(request: HttpRequest, event: Event, link: Link) -> HttpResponse:
    """Another link, by mail alone: the answer is the same for an address that nobody gave."""
    if request.method != "POST":
        return redirect("links:enter", link.token)
    form = NewLinkForm(request.POST, auto_id="renewing-%s")
    if not form.is_valid():
        return show(request, event, link, RegistrationForm(event), renewing=form, status=422)
    email, now = form.cleaned_data["email"], timezone.now()
    is_flooded = seconds_to_wait("events", address_of(request), PER_ADDRESS, now=now)
    if is_flooded or seconds_to_wait("new-links", email.lower(), NEW_LINKS, now=now):
        form.add_error(None, "Trop de demandes viennent d’arriver : attendez une heure, puis recommencez.")
        return show(request, event, link, RegistrationForm(event), renewing=form, status=429)
    services.renew_own(event, email, at=now)
    say(request, f"Si une inscription porte l’adresse {half_hidden(email)}, un nouveau lien y part.")
    return redirect("links:enter", link.token)


def own_registration(request: HttpRequest, link: Link, step: str) -> HttpResponse:
    """What the link of a message opens: a GET shows, and only a choice of two acts."""
    registration = queries.registration_behind(link)
    if registration is None or step not in {"", DIARY, ATTESTATION}:
        raise Http404
    event = registration.event
    if step == DIARY:
        return diary(request, event, link, seated=registration.seat == Seat.SEATED)
    if step == ATTESTATION:
        return own_attestation(registration)
    form = ComingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        comes = form.cleaned_data["comes"] == "oui"
        try:
            services.say_coming(registration, comes=comes, at=timezone.now())
        except BadInput as refusal:
            form.add_error(None, str(refusal))
        else:
            kept = Registration.objects.get(pk=registration.pk)
            noted = (
                f"Vous êtes en {queries.seat_in_words(kept)}" if kept.seat == Seat.WAITING else "C’est noté"
            )
            say(request, f"{noted}. Un message vous le confirme.")
            return redirect("links:enter", link.token)
    return show_own(request, registration, form)


def show_own(request: HttpRequest, registration: Registration, form: ComingForm) -> HttpResponse:
    event, today = registration.event, timezone.localdate()
    survey = event.survey
    context = {
        **context_of(event, event.link),
        "registration": registration,
        "own": registration.link,
        "form": form,
        "rank": queries.rank_of(registration) if registration.seat == Seat.WAITING else 0,
        "may_change": event.state == EventState.OPEN and timezone.now() < event.starts_at,
        "has_attestation": registration.is_present and registration.number is not None,
        "survey": survey.link if survey and survey.is_open(on=today) else None,
    }
    return render(request, "outreach/events/own.html", context, status=422 if form.is_bound else 200)


def own_attestation(registration: Registration) -> HttpResponse:
    """In PDF, for its holder."""
    if not registration.is_present or registration.number is None:
        raise Http404
    document, day = documents.attestation(registration), timezone.localdate(registration.event.starts_at)
    return pdf(document, filename(f"attestation {registration.event.title}", day, Format.PDF))


def diary(request: HttpRequest, event: Event, link: Link, *, seated: bool = False) -> HttpResponse:
    url = request.build_absolute_uri(link.get_absolute_url())
    content = in_a_diary(event, url, at=timezone.now(), seated=seated)
    headers = {"Content-Disposition": 'attachment; filename="evenement.ics"'}
    return HttpResponse(content, content_type=CALENDAR, headers=headers)
