"""URLs of invented rooms, for the tests of the named slots."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def page(request: HttpRequest, slug: str = "") -> HttpResponse:
    return HttpResponse()


rails = [path(f"s/<slug:slug>/rail{n}/", page, name=f"rail{n}") for n in range(6)]
named = ([path("first/", page, name="first"), path("second/", page, name="second"), *rails], "s")
urlpatterns = [path("", include(named))]
