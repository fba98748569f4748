"""A piece of a report's text, and what it was made of."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.traces import who
from consolidation.models.report import Report

INTRO, CLOSING = "intro", "closing"  # places beside the sections of the outline


class PassageKind(models.TextChoices):
    """Words somebody edits, a sentence whose figures are the sum of its sources, or what the portal writes live."""

    TEXT = "text", pgettext_lazy("kind of passage", "Text")
    FIGURES = "figures", pgettext_lazy("kind of passage", "Merged figures")
    DERIVED = "derived", pgettext_lazy("kind of passage", "Written by the portal")


class SourceKind(models.TextChoices):
    """What a passage may be made of; the key is the row's id."""

    LINE = "line", pgettext_lazy("source of a passage", "Line of a form")
    FIGURE = "figure", pgettext_lazy("source of a passage", "Figure of a form")
    DOCUMENT = "document", pgettext_lazy("source of a passage", "Issued document")
    STATEMENT = "statement", pgettext_lazy("source of a passage", "Statement of a form")
    SUBMISSION = "submission", pgettext_lazy("source of a passage", "Form of a unit")


class Passage(models.Model):
    """A piece of the report in a section of its outline, or of the opening (``intro``) or the closing.

    ``text`` is in the line convention of ``consolidation.documents.written``; a derived passage has a ``feed`` instead.
    ``edition`` grows with every change; words typed over an older edition are shown beside the newer ones, never lost.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="passages", verbose_name=_("report"))
    section = models.CharField(_("section"), max_length=40)
    position = models.PositiveIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=8, choices=PassageKind, default=PassageKind.TEXT)
    text = models.TextField(_("text"), blank=True)
    feed = models.CharField(_("written by"), max_length=40, blank=True)
    edition = models.PositiveIntegerField(_("edition"), default=1)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    changed_by = who(_("changed by"))

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["report_id", "section", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="derived") & ~Q(feed="") & Q(text="")) | (~Q(kind="derived") & Q(feed="")),
                name="passage_has_words_or_a_feed",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80] or self.feed

    @property
    def is_derived(self) -> bool:
        """Whether the portal writes it."""
        return self.kind == PassageKind.DERIVED


class PassageSource(models.Model):
    """What a passage was made of. ``seen`` is the fingerprint of the original then, so that a later change is noticed.

    The original is named, not pointed at: a unit may take its line away, and the report must say so.
    """

    passage = models.ForeignKey(Passage, models.CASCADE, related_name="sources", verbose_name=_("passage"))
    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind)
    key = models.CharField(_("key"), max_length=40)
    label = models.CharField(_("unit"), max_length=300, blank=True)
    seen = models.CharField(_("fingerprint of the original"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("source of a passage")
        verbose_name_plural = _("sources of passages")
        ordering = ["passage_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["passage", "kind", "key"], name="source_once_per_passage")
        ]
        indexes = [models.Index(fields=["kind", "key"], name="source_of_passages")]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
