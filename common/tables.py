"""Tables in and out of the administration, for those who may change, or see, the rows anyway.

A file is looked through first and waits, under a name nobody guesses, for the person who sent it to say yes; it is
taken once. Either all of its rows are written or none.
"""

from typing import Any, NamedTuple
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from import_export.admin import ImportExportMixin
from import_export.forms import ImportForm, SelectableFieldsExportForm
from import_export.tmp_storages import BaseStorage

from common.admin_formats import FORMATS, SafeXLSX, reading
from common.looked_at import taken_along
from common.table_reading import Columns
from common.table_resource import TableResource
from common.workbook.refused import Refused

WAITS = 3600  # seconds a file waits for the answer
WORKBOOK = str(FORMATS.index(SafeXLSX))  # what most people open a table with
MOST_OUT = 20_000  # rows of an export: it is made while somebody waits


class Waiting(NamedTuple):
    """A file that was looked through: whose it is, and for which table."""

    user: int
    model: str
    name: str
    content: bytes


class FileForm(ImportForm):
    """Which file."""

    import_file = forms.FileField(label=gettext_lazy("File to import"), widget=forms.FileInput)
    media = forms.Media()  # the library's script guesses a form that nobody chooses here

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].widget = forms.HiddenInput()


class ColumnsForm(SelectableFieldsExportForm):
    """Which columns, by their words, and what kind of file."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["format"].label = gettext_lazy("Form of the file")
        self.initial.setdefault("format", WORKBOOK)

    def _get_field_label(self, resource: type[TableResource], field_name: str) -> str:
        return resource().words()[field_name][0]


class Aside(BaseStorage):
    """Where the library keeps a file while it is looked through: nowhere but in memory, see ``Tables``."""

    content = b""

    def save(self, data: bytes) -> None:
        """Keep it, under a name."""
        self.name, self.content = uuid4().hex, data

    def read(self) -> bytes:
        """What was kept."""
        return self.content

    def remove(self) -> None:
        """It goes with the request."""


class Tables(ImportExportMixin):
    """Import and export under the rights of the list itself; the library alone would let in whoever may open the administration."""

    tmp_storage_class = Aside
    import_form_class = FileForm
    export_form_class = ColumnsForm

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Importing adds and changes."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whoever sees the list may take it along."""
        return self.has_view_permission(request)

    def get_import_formats(self) -> list[Any]:
        """CSV or Excel, with the columns of this table and no other."""
        resource = self.get_import_resource_classes(None)[0]()
        return [reading(Columns(resource.words(), list(resource.get_import_id_fields())))]

    def get_import_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the columns in the reader's words, and those among them by which a row is known."""
        resource = self.get_import_resource_classes(None)[0]()
        words = {name: said[0] for name, said in resource.words().items()}
        known_by = [words[name] for name in resource.get_import_id_fields()]
        return {**super().get_import_context_data(**kwargs), "columns": words.values(), "known_by": known_by}

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        """Why the file cannot be read, in words; anything but a refusal of ours is a fault of the portal."""
        if not isinstance(e, Refused):
            raise e
        form.add_error("import_file", e.reason)

    def create_confirm_form(self, request: HttpRequest, import_form: Any = None) -> Any:
        """The question whether to write; the file waits for the answer, in a store that all nodes share."""
        if import_form is not None:
            file = import_form.cleaned_data["import_file"]
            file.seek(0)
            waiting = Waiting(request.user.pk or 0, self.opts.label_lower, file.name, file.read())
            cache.set(_key(file.tmp_storage_name), tuple(waiting), WAITS)
        return super().create_confirm_form(request, import_form=import_form)

    @method_decorator(require_POST)
    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - the library's signature
        """Write the file that waits: all of its rows, or none and why. It is what was looked through, whatever is sent."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        waiting = self._taken(request)
        if waiting is None:
            said = _("This file no longer waits: it was written already, or an hour has gone by. Choose it again; rows that are there already stay as they are.")  # fmt: skip
            messages.warning(request, said)
            return HttpResponseRedirect(reverse(_address(self.opts, "import")))
        dataset = self.get_import_formats()[0]().create_dataset(waiting.content)
        resource = self.get_import_resource_classes(request)[0]()
        result = resource.import_data(
            dataset,
            rollback_on_validation_errors=True,
            file_name=waiting.name,
            user=request.user,
            retain_instance_in_row_result=True,
        )
        if result.has_errors() or result.has_validation_errors():
            return self._told(request, result)
        return self.process_result(result, request)

    def _taken(self, request: HttpRequest) -> Waiting | None:
        """The file, once; None where it waits for somebody else, for another table, or no longer."""
        key = _key(request.POST.get("import_file_name", ""))
        held = cache.get(key)
        waiting = Waiting(*held) if held else None
        if waiting is None or (waiting.user, waiting.model) != (request.user.pk, self.opts.label_lower):
            return None
        return waiting if cache.delete(key) else None

    def _told(self, request: HttpRequest, result: Any) -> HttpResponse:
        """The first page again with what is wrong; nothing was written."""
        form = self.get_import_form_class(request)(
            self.get_import_formats(), self.get_import_resource_classes(request)
        )
        context = {
            **self.get_import_context_data(),
            **self.admin_site.each_context(request),
            "title": _("Import"),
            "form": form,
            "opts": self.opts,
            "media": self.media + form.media,
            "result": result,
        }
        return TemplateResponse(request, [self.import_template_name], context)

    def add_success_message(self, result: Any, request: HttpRequest) -> None:
        """How many rows were written, in words."""
        told = {name: result.totals[name] for name in ("new", "update", "skip")}
        said = _("The table was written: %(new)s new, %(update)s changed, %(skip)s as they were.")
        messages.success(request, said % told)

    def _create_log_entry(self, user_pk: int, rows: list[Any], import_type: str, action_flag: int) -> None:  # noqa: ARG002 - the library's signature
        """A line of the administration's own history per row, in words."""
        LogEntry.objects.log_actions(user_pk, rows, action_flag, change_message=_("From a table."))

    def export_action(self, request: HttpRequest) -> HttpResponse:
        """The form, then the file; more rows than a page can wait for are refused, and a filter that is none."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        try:
            is_too_many = self.get_export_queryset(request).order_by()[: MOST_OUT + 1].count() > MOST_OUT
        except (IncorrectLookupParameters, DataError, ValueError, OverflowError):
            return HttpResponseRedirect(reverse(_address(self.opts, "changelist")) + "?e=1")
        if is_too_many:
            said = _(
                "These are more than 20,000 rows. Search or filter the list first; nothing was exported."
            )
            messages.error(request, said)
            return HttpResponseRedirect(reverse(_address(self.opts, "changelist")))
        return super().export_action(request)

    def get_data_for_export(self, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        """The rows, with the reader's words above them."""
        dataset = super().get_data_for_export(request, queryset, **kwargs)
        words = self.get_export_resource_classes(request)[0]().words()
        dataset.headers = [words[name][0] for name in dataset.headers]
        return dataset

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        """The file; whoever listens is told which rows somebody took along."""
        content = super().get_export_data(file_format, request, queryset, **kwargs)
        keys = list(queryset.order_by().values_list("pk", flat=True))
        taken_along.send(self.model, request=request, keys=keys)
        return content


def _address(opts: Any, act: str) -> str:
    return f"admin:{opts.app_label}_{opts.model_name}_{act}"


def _key(name: str) -> str:
    return f"table-that-waits-{name[:64] if name.isalnum() else ''}"
