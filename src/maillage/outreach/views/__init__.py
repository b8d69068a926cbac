"""The pages of bulletins: for who writes and reads them; who stops them enters by a link."""

from maillage.outreach.views.stopping import one_click, subscription
from maillage.outreach.views.writing import bulletin, bulletins, drop, preview, send, settle

__all__ = ["bulletin", "bulletins", "drop", "one_click", "preview", "send", "settle", "subscription"]
