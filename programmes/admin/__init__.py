"""Plans in the administration: enacted text is read only, what DOST decides beside it is not."""

from programmes.admin import documents, findings, plans, programmes, targets, tasks

__all__ = ["documents", "findings", "plans", "programmes", "targets", "tasks"]
