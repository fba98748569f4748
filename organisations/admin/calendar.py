"""Days on which offices work or rest other than the public calendar says, in and out as a table."""

from django.contrib import admin

from common.tables import Tables
from organisations.admin.journalled import JournalledAdmin
from organisations.admin.resources import CalendarExceptionResource
from organisations.models import CalendarException


@admin.register(CalendarException)
class CalendarExceptionAdmin(Tables, JournalledAdmin):
    resource_classes = [CalendarExceptionResource]
    list_display = ["day", "name", "is_working", "legal_basis", "evidence"]
    list_filter = ["is_working", "evidence"]
    search_fields = ["name", "legal_basis"]
    date_hierarchy = "day"
