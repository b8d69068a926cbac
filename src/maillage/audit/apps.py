from collections.abc import Mapping
from typing import Any

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "maillage.audit"
    label = "audit"

    def personal_data(self, user: Any) -> Mapping[str, Any]:
        from maillage.audit.queries import trail_by

        return {"traces": [{"le": row.at.isoformat(), "fait": row.sentence} for row in trail_by(user.pk)]}
