"""All that is kept of alerts, seasons and crises: for the export of the structure."""

from typing import Any

from maillage.structures.models import Structure
from maillage.structures.queries import plain


def contents(structure: Structure) -> dict[str, Any]:
    alerts = structure.alerts.prefetch_related(
        "versions__steps", "versions__validations__person", "versions__readings__person", "notes"
    )
    plans = structure.season_plans.select_related("owner").prefetch_related("years__tasks__who")
    crises = structure.crises.prefetch_related(
        "called__person", "posts__places__person", "log__person", "lessons__task"
    )
    return {
        "alerts": [
            plain(each)
            | {
                "versions": [
                    plain(version)
                    | {
                        "steps": [plain(step) for step in version.steps.all()],
                        "validations": [_named(row) for row in version.validations.all()],
                        "readings": [_named(row) for row in version.readings.all()],
                    }
                    for version in each.versions.all()
                ],
                "notes": [plain(row) for row in each.notes.all()],
            }
            for each in alerts
        ],
        "season_plans": [
            plain(each)
            | {
                "owner": each.owner.name if each.owner else None,
                "years": [
                    plain(year)
                    | {
                        "tasks": [
                            plain(task) | {"who": task.who.name if task.who else None}
                            for task in year.tasks.all()
                        ]
                    }
                    for year in each.years.all()
                ],
            }
            for each in plans
        ],
        "crisis_plan": {
            "sheets": [
                plain(each) | {"owner": each.owner.name if each.owner else None}
                for each in structure.crisis_sheets.select_related("owner")
            ],
            "roles": [_named(each) for each in structure.crisis_roles.select_related("person")],
            "resources": [plain(each) for each in structure.crisis_resources.all()],
        },
        "crises": [
            plain(each)
            | {
                "called": [_named(row) for row in each.called.all()],
                "posts": [
                    plain(post) | {"places": [_named(row) for row in post.places.all()]}
                    for post in each.posts.all()
                ],
                "log": [_named(row) for row in each.log.all()],
                "lessons": [
                    plain(row) | {"task": row.task.title if row.task else None} for row in each.lessons.all()
                ],
            }
            for each in crises
        ],
    }


def _named(row: Any) -> dict[str, Any]:
    return {**plain(row), "person": row.person.name if row.person else None}
