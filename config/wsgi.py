"""The entry point of the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 - the apps are loaded now

from common.charset import Utf8Request  # noqa: E402 - the settings are read now
from operations.watching import begin  # noqa: E402 - the apps are loaded now

application.request_class = Utf8Request
get_resolver().url_patterns  # noqa: B018 - loaded before the first visitor: until then another process answers
# What is there now stays for good: looking through all of it again and again for garbage took a third of the time of a page.
gc.collect()
gc.freeze()
# A page makes thousands of things and drops them; few hold each other in a circle.
gc.set_threshold(20_000, 20, 20)
begin()
