"""Where the fonts and the references are, and the one family every document is set in."""

from maillage.kernel import paths

FAMILY = "Source Sans 3"
FONTS_FROM = paths.NODE_MODULES / "source-sans" / "TTF"
FONTS = paths.VAR / "fonts"
REFERENCES = paths.VAR / "documents"
