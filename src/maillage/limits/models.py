"""How often something was done, counted in the database: shared by processes, and erased by nobody's traffic."""

from django.db import models


class Count(models.Model):
    """What one asker did since `since`, and until when it matters. Without personal data: the key is a digest."""

    key = models.CharField(max_length=40, primary_key=True)
    times = models.BigIntegerField()
    since = models.BigIntegerField()  # seconds since 1970
    until = models.BigIntegerField(db_index=True)  # the same, excluded

    class Meta:
        verbose_name = "compteur"

    def __str__(self) -> str:
        return f"{self.key}: {self.times}"
