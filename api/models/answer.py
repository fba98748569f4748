"""The answer to a request that was sent under a key, kept so that the same request is carried out once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from api.models.token import Token


class KeptAnswer(models.Model):
    """What was answered to a writing request: a program that lost the answer asks again with the same key.

    The row and what the request changed are written together, or neither is. Kept for a day.
    """

    token = models.ForeignKey(Token, models.CASCADE, related_name="answers", verbose_name=_("token"))
    key = models.CharField(_("key"), max_length=100)
    fingerprint = models.CharField(_("fingerprint of the request"), max_length=64)
    body = models.JSONField(_("answer"), default=dict)
    at = models.DateTimeField(_("answered at"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("kept answer")
        verbose_name_plural = _("kept answers")
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answer_once_per_key")]

    def __str__(self) -> str:
        return self.key
