"""HTML that we are willing to keep of what an editor sends."""

import re
from html import unescape

import nh3
from django.utils.html import escape, linebreaks, strip_tags

from maillage.dossier.rules.pasting import WORDY, plainer

#: Titles of a section stand under its own: three ranks.
TAGS = {
    *("p", "br", "strong", "em", "ul", "ol", "li", "h3", "h4", "h5", "blockquote", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
LONGEST = 200_000  # characters: sixty pages, about
A_PAGE = 3_000


def cleaned(text: str, *, rich: bool) -> str:
    """The editor's titles and divs become ours; plain text gets its paragraphs."""
    html = text if rich else linebreaks(escape(text.strip()))
    if rich and WORDY.search(html):
        html = plainer(html).html
    html = re.sub(r"<(/?)h1\b", r"<\1h3", html).replace("<div", "<p").replace("</div>", "</p>")
    html = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"})
    if "<table" in html:
        html = re.sub(r"<p>\s*</p>", "", html)  # a table closes the paragraph around it
    return "" if not re.sub(r"<[^>]*>|&nbsp;|\s", "", html) else html


def as_plain_text(html: str) -> str:
    """What a browser without script edits; the editor takes the HTML instead."""
    lines = re.sub(r"</p>\s*", "\n\n", html)
    lines = re.sub(r"</t[dh]>(?=\s*<t[dh])", " | ", lines)
    lines = re.sub(r"</(?:h3|h4|h5|table)>|</tr>", "\n", lines)
    lines = lines.replace("<br>", "\n").replace("<li>", "- ").replace("</li>", "\n")
    return unescape(strip_tags(lines)).strip()


def words_of(html: str) -> list[str]:
    """The words that one reads, in order."""
    return unescape(re.sub(r"<[^>]*>", " ", html)).split()
