"""The workbook in which a unit may fill in its form: its sheets and columns, and the seal that says whose it is.

What writes it stands in ``reporting.exports.workbook``, what reads it in ``reporting.forms.workbook``.
"""
