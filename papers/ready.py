"""What a process that prints many papers does once, before the first."""


def make_ready() -> None:
    """Import what PDF, Word and Excel need: together as much work as printing one report of ten pages.

    Called by a worker before it forks, its children find everything there and share the memory.
    """
    import docx  # noqa: F401 - the web server never needs these
    import openpyxl  # noqa: F401 - as above
    import pikepdf  # noqa: F401 - as above
    import weasyprint  # noqa: F401 - as above
    from fontTools import ttLib  # noqa: F401, PLC0415 - as above
