"""Django as WSGI: what every page and API call enters."""

from __future__ import annotations

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunchou.web.config.settings")
application = get_wsgi_application()
import_module(settings.ROOT_URLCONF)  # now, so that the first reader does not wait for it

# What stands now stands until the end: leave it out of the collector's rounds, and make these
# rarer. An answer with ten thousand tasks is a fifth quicker.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
