"""What stands between the server and the pages: refusals that belong to no room."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

from maillage.kernel import visible
from maillage.portal.endpoints import refused
from maillage.ui.services import error_page

Next = Callable[[HttpRequest], HttpResponse]

#: For a machine; for people, the page of the same number.
SENTENCES = {
    408: "L’envoi s’est arrêté en route : rien n’a été enregistré. Recommencez.",
    413: "Cette demande est trop longue : rien n’a été enregistré.",
    503: "Le site est très occupé : rien n’a été enregistré. Recommencez dans un instant.",
}


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
        if request.method == "POST":
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


def refusal(request: HttpRequest, status: int) -> HttpResponse:
    """The same refusal for a machine, a person, or htmx; nothing of the database is asked."""
    if request.path.startswith("/api/"):
        response = refused(request, SENTENCES[status], status=status)
    else:
        response = error_page(request, status)
    if status == 503:
        response["Retry-After"] = "5"
    return response
