"""The pages of territories."""

from maillage.territories.views.diagnosis import (
    diagnosis,
    download,
    drop_need,
    open_diagnosis,
    reword_need,
    write_need,
)
from maillage.territories.views.drawing import draw

__all__ = ["diagnosis", "download", "draw", "drop_need", "open_diagnosis", "reword_need", "write_need"]
