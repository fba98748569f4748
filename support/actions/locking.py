"""Hold an application while something is decided about it."""

from support.models import Application


def locked(application: Application) -> Application:
    """The row as it now is, held until the transaction ends; with its enterprise and plan.

    Everything that changes an application or what hangs on it takes this lock first, so that acts wait for each other in
    one order. Rows that point at it may still be written meanwhile.
    """
    rows = Application.objects.select_related("enterprise__province", "plan__province", "plan__document")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=application.pk)
