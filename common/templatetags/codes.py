"""The code of a page that says no: it needs no request and no context, so it works where nothing else does."""

from django import template

from common.request_id import code_of, request_id

register = template.Library()


@register.simple_tag
def error_code() -> str:
    """What a person reads out to whoever helps; empty where there is no request."""
    return code_of(request_id())
