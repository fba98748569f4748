"""A person's views of the desk: the filters used last, and those kept under a name."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import RuleBroken
from common.vietnamese import clean
from support.models import SavedView

LAST = ""  # the name of the view that holds the filters used last
MOST_VIEWS = 30
LONGEST_NAME = SavedView._meta.get_field("name").max_length or 0
LONGEST_QUERY = SavedView._meta.get_field("query").max_length or 0


def remember(user: User, query: str) -> None:
    """Keep the filters for the next visit; what is too long is not kept, and none at all are forgotten."""
    if not query:
        forget(user)
    elif len(query) <= LONGEST_QUERY:
        SavedView.objects.update_or_create(user=user, name=LAST, defaults={"query": query})


def forget(user: User) -> None:
    """The next visit begins without filters."""
    SavedView.objects.filter(user=user, name=LAST).delete()


@transaction.atomic
def save_view(*, name: str, query: str, by: User) -> SavedView:
    """Keep the filters, order and columns under ``name``; a view of that name is replaced. Raises RuleBroken."""
    name = _named(name)
    if len(query) > LONGEST_QUERY:
        raise RuleBroken(_("These filters are too long to be kept."), code="too_long")
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks wait for each other
    own = SavedView.objects.filter(user=by).exclude(name=LAST)
    if not own.filter(name=name).exists() and own.count() >= MOST_VIEWS:
        raise RuleBroken(
            _("You have %(count)s views already. Remove one first.") % {"count": MOST_VIEWS}, code="too_many"
        )
    return SavedView.objects.update_or_create(user=by, name=name, defaults={"query": query})[0]


@transaction.atomic
def rename_view(view: SavedView, *, name: str, by: User) -> SavedView:
    """Call the view otherwise. Raises RuleBroken where another of the person's views is called so."""
    name = _named(name)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if SavedView.objects.filter(user=by, name=name).exclude(pk=view.pk).exists():
        raise RuleBroken(_("You have another view called “%(name)s”.") % {"name": name}, code="name_taken")
    view.name = name
    view.save(update_fields=["name"])
    return view


def remove_view(view: SavedView, *, by: User) -> None:
    """Forget the view. Raises RuleBroken where it is somebody else's."""
    if view.user_id != by.pk:
        raise RuleBroken(_("This view is somebody else's."), code="not_permitted")
    view.delete()


def _named(name: str) -> str:
    name = " ".join(clean(name).split())[:LONGEST_NAME].strip()
    if not name:
        raise RuleBroken(_("Give the view a name."), code="no_name")
    return name
