"""What a person says about a chase letter: the day it asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.fields import Day


class ChaseForm(forms.Form):
    """By when the units are asked to send their reports."""

    answer_by = Day(label=_("Send the report by"), help_text=_("A working day before entry locks."))
