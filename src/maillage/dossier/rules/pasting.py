"""What is pasted from a word processor or from a spreadsheet, as plain HTML: its words, its lists, titles and tables.

Word says its lists by paragraphs of a class, its bullets by letters, and keeps beside the words what was deleted, the
comments and addresses of pictures that only its own machine has.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

#: What only such a paste has, or the editor's own way of holding a table.
WORDY = re.compile(
    r"mso-|class=[\"']?Mso|<o:p|<table|<img|<v:|data-trix-attachment|<h[2-6]\b|<ins\b|<del\b", re.IGNORECASE
)
#: Nothing inside is a word of the text.
UNREAD = frozenset({"style", "script", "head", "title", "xml", "del", "template", "svg", "math", "iframe"})
VOID = frozenset({"br", "img", "hr", "meta", "link", "input", "col", "wbr", "base"})
#: In a text that stands under the title of its section, the ranks that Word gives begin lower.
RANKS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h5", "h5": "h5", "h6": "h5"}
KEPT = frozenset({"p", "strong", "em", "ul", "ol", "li", "blockquote", "a", "tr", "th", "td"})
ALIKE = {"b": "strong", "i": "em", "div": "p"}
NUMBERED = re.compile(r"^\(?\s*(\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\s*[.)]")


@dataclass(frozen=True, slots=True)
class Pasted:
    html: str
    pictures: int = 0  # left out: they are given apart
    tables: int = 0


def plainer(html: str) -> Pasted:
    reader = _Reader(is_word=bool(re.search(r"mso-|class=[\"']?Mso|<o:p", html, re.IGNORECASE)))
    # « <![if !supportLists]> » is no comment for a parser, and says nothing.
    reader.feed(re.sub(r"<!\[[^\]>]*\]>", "", html))
    reader.close()
    reader.end_lists()
    return Pasted(
        re.sub(r"<p>(?:\s|&nbsp;|\N{NO-BREAK SPACE})*</p>", "", "".join(reader.out)),
        reader.pictures,
        reader.tables,
    )


class _Reader(HTMLParser):
    """Writes `out` as it reads; `skipped` counts the open tags whose content is not read."""

    def __init__(self, *, is_word: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.is_word = is_word
        self.out: list[str] = []
        self.stack: list[tuple[str, str, bool]] = []  # tag, what closes it, whether its content is left out
        self.lists: list[str] = []  # of Word's own paragraphs: « ul » or « ol », by level
        self.marker: list[str] | None = None  # the letters of a bullet, while they are read
        self.waiting: int = 0  # level of a list's paragraph whose bullet is not read yet
        self.pictures = self.tables = 0

    @property
    def skipped(self) -> bool:
        return any(leaves_out for *_, leaves_out in self.stack)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag in VOID or tag == "v:imagedata":
            self._alone(tag, said)
            return
        if "data-trix-attachment" in said:
            self._held(said["data-trix-attachment"])
            self.stack.append((tag, "", True))
            return
        style, kind = said.get("style", "").replace(" ", "").lower(), said.get("class", "").lower()
        if not self.skipped and "mso-list:ignore" in style:
            self.marker = []
            self.stack.append((tag, "marker", False))
            return
        if tag in UNREAD or _is_aside(said, style, kind):
            self.stack.append((tag, "", True))
            return
        self.stack.append((tag, "" if self.skipped else self._opened(tag, said, style, kind), False))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID or tag == "v:imagedata":
            self._alone(tag, {name: value or "" for name, value in attrs})

    def _alone(self, tag: str, said: Mapping[str, str]) -> None:
        if self.skipped:
            return
        if tag == "br":
            self._write("<br>")
        elif tag in {"img", "v:imagedata"}:
            # Word gives each picture twice: for itself, and for others.
            self.pictures += tag == "img" or not said.get("src")

    def _opened(self, tag: str, said: Mapping[str, str], style: str, kind: str) -> str:
        """Writes what opens; returns what closes."""
        if self.is_word and tag == "p" and (level := _level(style, kind)):
            self.waiting = level
            return "item"
        tag = RANKS.get(tag, tag) if self.is_word or tag in {"h6", "h2"} else tag
        tag = ALIKE.get(tag, tag)
        if tag in {"p", "table", "h3", "h4", "h5", "ul", "ol", "blockquote"}:
            self.end_lists()
        if tag == "table":
            self.tables += 1
        if tag == "a" and said.get("href", "").startswith(("http://", "https://", "mailto:")):
            self._write(f'<a href="{escape(said["href"])}">')
            return "</a>"
        if tag != "a" and tag in KEPT | {"table", "h1", "h3", "h4", "h5"}:
            self._write(f"<{tag}>")
            return f"</{tag}>"
        return ""

    def handle_endtag(self, tag: str) -> None:
        depth = next((at for at in range(len(self.stack) - 1, -1, -1) if self.stack[at][0] == tag), None)
        if depth is None:
            return
        while len(self.stack) > depth:
            _, closes, _ = self.stack.pop()
            self._close(closes)

    def _close(self, closes: str) -> None:
        if closes == "marker":
            self._begin_item("".join(self.marker or []))
            self.marker = None
        elif closes == "item":
            self._begin_item("")
        elif closes:
            self.out.append(closes)

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        if self.marker is not None:
            self.marker.append(data)
        else:
            self._write(escape(data, quote=False))

    def close(self) -> None:
        super().close()
        while self.stack:
            self._close(self.stack.pop()[1])

    def _write(self, words: str) -> None:
        """Words of a list's paragraph that shows no bullet are its item all the same."""
        if self.waiting and words.strip():
            self._begin_item("")
        if self.lists and not self._in_item() and words.strip():
            self.end_lists()
        self.out.append(words)

    def _in_item(self) -> bool:
        return any(closes == "item" for _, closes, _ in self.stack)

    def _begin_item(self, marker: str) -> None:
        if not self.waiting:
            return
        level, self.waiting = self.waiting, 0
        kind = "ol" if NUMBERED.match(marker.strip()) else "ul"
        while len(self.lists) > level:
            self.out.append(f"</li></{self.lists.pop()}>")
        if len(self.lists) == level:
            self.out.append("</li>")
            if self.lists[-1] != kind:
                self.out.append(f"</{self.lists.pop()}>")
        while len(self.lists) < level:
            self.lists.append(kind)
            self.out.append(f"<{kind}>" if len(self.lists) == level else f"<{kind}><li>")
        self.out.append("<li>")

    def end_lists(self) -> None:
        while self.lists:
            self.out.append(f"</li></{self.lists.pop()}>")

    def _held(self, said: str) -> None:
        """A table that the editor holds whole: what it holds is read as any other."""
        try:
            content = json.loads(said).get("content", "")
        except (ValueError, AttributeError):
            return
        if not self.skipped and isinstance(content, str):
            inside = plainer(content)
            self.end_lists()
            self.out.append(inside.html)
            self.tables += inside.tables


def _level(style: str, kind: str) -> int:
    """Of a paragraph that is an item; 0 when it is none."""
    found = re.search(r"mso-list:l\d+level(\d)", style)
    if found:
        return max(1, int(found[1]))
    return 1 if kind.startswith("msolistparagraph") and "mso-list" in style else 0


def _is_aside(said: Mapping[str, str], style: str, kind: str) -> bool:
    """A comment, its mark, or what was deleted."""
    return (
        "mso-element:comment" in style
        or "mso-special-character:comment" in style
        or "display:none" in style
        or "mso-hide:all" in style
        or kind in {"msocomanchor", "msocommentreference", "msodel"}
        or kind.startswith("msocom")
        or "msocom" in said.get("href", "").lower()
    )
