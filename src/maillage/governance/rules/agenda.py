"""An agenda as it is typed: a point a line, its minutes between brackets, its resolution under it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: « Budget 2027 (15 min) », with or without its number in front.
POINT = re.compile(
    r"(?:\d{1,2}[.)]\s+)?(?P<title>.+?)(?:\s*\(\s*(?P<minutes>\d{1,3})\s*(?:min|mn|minutes)\s*\))?"
)
RESOLUTION = re.compile(r"(?:résolution|resolution)\s*:\s*(?P<words>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    title: str
    minutes: int | None = None
    resolution: str = ""


def read_agenda(text: str) -> list[Point]:
    """Raises ValueError, in French, for a resolution without a point, or a point that is there twice."""
    points: list[Point] = []
    for line in filter(None, (each.strip() for each in text.splitlines())):
        if found := RESOLUTION.fullmatch(line):
            if not points:
                raise ValueError(
                    "La première ligne est une résolution : écrivez d’abord le point dont elle est."
                )
            last = points.pop()
            words = "\n".join(filter(None, [last.resolution, found["words"]]))
            points.append(Point(last.title, last.minutes, words))
            continue
        point = POINT.fullmatch(line)
        title = point["title"].strip() if point else line
        if any(title == known.title for known in points):
            raise ValueError(f"« {title} » est deux fois à l’ordre du jour.")
        points.append(Point(title, int(point["minutes"]) if point and point["minutes"] else None))
    return points


def written(points: Iterable[Point]) -> str:
    """The same, as it is typed again."""
    return "\n".join(line for point in points for line in _lines(point))


def _lines(point: Point) -> Iterator[str]:
    yield f"{point.title} ({point.minutes} min)" if point.minutes else point.title
    yield from (f"Résolution : {words}" for words in point.resolution.splitlines())
