"""Words of the board as they will look on the paper, never with the marks a person types."""

from django import template

from consolidation.documents.written import plain_words, to_blocks
from papers.preview import Shown, shown_blocks
from papers.text import DocumentRefused

register = template.Library()


@register.inclusion_tag("consolidation/_typeset.html")
def typeset(text: str) -> dict[str, str | list[Shown]]:
    """The blocks ``text`` becomes; a text no paper takes (too long a table) stands as it is."""
    try:
        return {"blocks": list(shown_blocks(to_blocks(text)))}
    except DocumentRefused:
        return {"text": text}


@register.filter
def in_short(text: str) -> str:
    """The words of ``text`` in a row, without marks."""
    try:
        return plain_words(text)
    except DocumentRefused:
        return text
