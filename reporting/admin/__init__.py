"""Reporting in the administration: what units sent is read, the paper's facts and the calendar are set."""

from reporting.admin import periods, records, submissions, workbooks

__all__ = ["periods", "records", "submissions", "workbooks"]
