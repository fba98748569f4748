"""The prefilled workbook of a form, and a copy of a workbook sent up in which every mistake is marked."""
