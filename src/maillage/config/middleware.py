"""What stands between the server and the pages, and belongs to no room."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import activate

from maillage.config.failures import refusal
from maillage.kernel import visible
from maillage.structures.perms import is_open_example
from maillage.ui.services import say

Next = Callable[[HttpRequest], HttpResponse]

#: Bytes that a form sends without account: some thirty thousand pasted words, a third of a second of work.
WITHOUT_ACCOUNT = 256 * 1024
#: To whom reloads the address to which a form was sent.
LED_BACK = (
    "Cette adresse ne fait que recevoir un formulaire\N{NO-BREAK SPACE}: voici la page dont elle dépend."
)


def in_french(get_response: Next) -> Next:
    """Say once in which language a page is: where nobody said it, each of its numbers, days and addresses looks for it."""

    def answer(request: HttpRequest) -> HttpResponse:
        activate(settings.LANGUAGE_CODE)
        return get_response(request)

    return answer


def refuse_at_the_door(get_response: Next) -> Next:
    """Answer the bodies that config.asgi refused."""

    def answer(request: HttpRequest) -> HttpResponse:
        status = request.META.get("maillage.refused")
        return refusal(request, status) if status else get_response(request)

    return answer


def visible_text(get_response: Next) -> Next:
    """Give pages the text that is typed as a page can show it, and a database keep it."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.GET = shown(request.GET)  # type: ignore[assignment]
        if request.method == "POST" and not request.path.startswith("/api/"):  # JSON: portal.endpoints
            request.POST = shown(request.POST)  # type: ignore[assignment]
        return get_response(request)

    return answer


def shown(fields: QueryDict) -> QueryDict:
    texts = [text for name, values in fields.lists() for text in (name, *values)]
    if all(text == visible(text) for text in texts):
        return fields
    clean = QueryDict(mutable=True)
    for name, values in fields.lists():
        for value in values:
            clean.appendlist(visible(name), visible(value))
    clean._mutable = False
    return clean


def light_without_account(get_response: Next) -> Next:
    """Refuse to read a long paste of someone unknown. The API has its own limits."""

    def answer(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        heavy = length.isdecimal() and int(length[:20]) > WITHOUT_ACCOUNT
        if heavy and not request.path.startswith("/api/") and not request.user.is_authenticated:
            return refusal(request, 413)
        return get_response(request)

    return answer


class ClosedByDefault(LoginRequiredMiddleware):
    """An account is asked for every page that does not say otherwise; the examples say it of some of theirs."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., Any],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        # Whoever has an account is judged by the page itself: nothing is asked of the examples for them.
        is_unknown = "slug" in view_kwargs and not request.user.is_authenticated
        if is_unknown and is_open_example(view_func, request.method, view_kwargs["slug"]):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


def private_pages(get_response: Next) -> Next:
    """Keep what is shown to an account out of shared caches, and fresh in its browser.

    Not `no-store`: going back after a failure would lose what was typed. Leaving empties the browser's cache.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        looked_at = getattr(getattr(request, "session", None), "accessed", False)
        if looked_at and request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response

    return answer


def lead_back(get_response: Next) -> Next:
    """Answer what is not asked as its page wants: an address that only receives a form leads to the page above it."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405:
            return response
        if request.method in {"GET", "HEAD"} and not request.path.startswith("/api/"):
            return page_above(request)
        refused = refusal(request, 405)
        refused["Allow"] = response["Allow"]
        return refused

    return answer


def page_above(request: HttpRequest) -> HttpResponse:
    """The way to the nearest page above that can be read; it raises what that page raises to whom may not read it."""
    for path, page in pages_above(request.path):
        if getattr(page.func, "login_required", True) and not request.user.is_authenticated:
            return redirect(path)
        if page.func(request, *page.args, **page.kwargs).status_code != 405:
            say(request, LED_BACK)
            return redirect(path)
    return refusal(request, 405)


def pages_above(path: str) -> Iterator[tuple[str, ResolverMatch]]:
    while path != "/":
        path = path.rstrip("/").rpartition("/")[0] + "/"
        try:
            yield path, resolve(path)
        except Resolver404:
            continue
