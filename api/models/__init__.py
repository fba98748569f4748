"""Tokens of programs, and the answers they may ask for again."""

from api.models.answer import KeptAnswer
from api.models.token import Scope, Token

__all__ = ["KeptAnswer", "Scope", "Token"]
