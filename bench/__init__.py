"""`make bench`: what the site costs, each line beside its aim. Nothing here passes or fails."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
