"""A signed door: whoever holds the link may do one thing, without account."""

from datetime import date
from secrets import choice

from django.db import models
from django.urls import reverse

#: Read on a poster and typed on a phone: no capital, no figure that looks like a letter.
TYPED = "23456789abcdefghjkmnpqrstuvwxyz"


def new_token() -> str:
    """« k7mp-2xqa-rt9e »: 59 bits, more than anyone can try against a server."""
    return "-".join("".join(choice(TYPED) for _ in range(4)) for _ in range(3))


class Link(models.Model):
    """One purpose, about one thing. The room that declared the purpose opens it; a GET shows, only a POST acts."""

    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    purpose = models.CharField(max_length=40)  # declared by a room above (`doors` of its AppConfig)
    made_at = models.DateTimeField(auto_now_add=True)
    #: From this day on it leads nowhere; None: as long as the room that made it says.
    expires_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "lien"

    def __str__(self) -> str:
        return f"{self.purpose} ({self.made_at:%d/%m/%Y})"

    def get_absolute_url(self) -> str:
        return reverse("links:enter", args=[self.token])

    def step(self, step: str) -> str:
        """The address of a page behind this door."""
        return reverse("links:step", args=[self.token, step])

    def leads(self, *, on: date) -> bool:
        return self.revoked_at is None and (self.expires_on is None or on < self.expires_on)
