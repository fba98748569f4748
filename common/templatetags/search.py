"""What was sought, marked where it stands."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from common.search import Words, pieces

register = template.Library()


@register.filter
def marked(text: object, words: Words) -> SafeString:
    """``{{ hit.title|marked:words }}``: the text with the words that were sought in ``<mark>``."""
    parts = (
        (format_html("<mark>{}</mark>", part) if sought else part,)
        for part, sought in pieces(str(text), words)
    )
    return format_html_join("", "{}", parts)
