from datetime import date, datetime, time
from typing import Any

from django.apps import AppConfig
from django.utils import timezone


class FilesConfig(AppConfig):
    name = "maillage.files"
    label = "files"
    commands = {"files": "files"}

    def daily_work(self, on: date) -> None:
        from maillage.files.services import sweep

        sweep(now=timezone.make_aware(datetime.combine(on, time())))

    def erase(self, structure: Any) -> None:
        from maillage.files.services import erase_subject

        erase_subject(structure.pk)
