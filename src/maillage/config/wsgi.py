"""What the server runs: `granian --interface wsgi maillage.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
application = get_wsgi_application()
