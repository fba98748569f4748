"""What the buttons of the board do: the name of an act, a stroke, and what it is done to (``up-12``, ``insert-line:7``)."""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from common.errors import RuleBroken
from common.fields import digits
from consolidation.actions.arranging import join, move, split, step
from consolidation.actions.merging import merge_figures
from consolidation.actions.originals import keep_words, let_go, put_back
from consolidation.actions.passages import add_derived, add_own, insert, remove
from consolidation.actions.placing import leave_out, take_back
from consolidation.forms.pasted import tidied
from consolidation.models import Passage, Report, SourceKind
from consolidation.queries.incoming import Incoming, placing_of
from consolidation.queries.pane import Pane

TICKED, REASON, CARET = "take", "reason", "caret"


@dataclass(frozen=True)
class Done:
    """What happened, in words ("" where the page itself shows it), and where on the page it did."""

    words: str = ""
    anchor: str = ""


@dataclass
class Act:
    """A button that was pressed in a section, what was sent with it, and the editions of the passages as just saved."""

    report: Report
    section: str
    target: str
    data: QueryDict
    by: User
    editions: dict[int, int]

    @cached_property
    def pane(self) -> Pane:
        """What came in; read only by the acts that need it."""
        return Pane(placing_of(self.report))

    @property
    def pk(self) -> int:
        """The passage it is done to."""
        return digits(self.target, sys.maxsize)

    @property
    def edition(self) -> int:
        """The edition of the passage the person sees."""
        shown = digits(self.data.get(f"p{self.pk}-edition"), sys.maxsize)
        return self.editions.get(self.pk, shown)

    @property
    def at(self) -> int | None:
        """The place among the passages it was dropped on; None without one."""
        place = self.data.get("at", "")
        return digits(place, sys.maxsize) if place else None

    def named(self, names: Iterable[str]) -> list[Incoming]:
        """What came in under these names, each once, in the order of the page. RuleBroken where one is gone."""
        wanted = set(filter(None, names))
        found = [each for each in self.pane.placing.incoming if f"{each.kind}:{each.key}" in wanted]
        if not found or len(found) < len(wanted):
            raise RuleBroken(
                _("Tick what you mean first.") if not wanted else _("The unit took this back meanwhile."),
                code="none",
            )
        return found

    @property
    def originals(self) -> list[Incoming]:
        """What the passage was made of, as it reads now."""
        passage = Passage.objects.filter(report=self.report, pk=self.pk).first()
        return self.pane.originals_of(passage) if passage else []


def _insert(act: Act) -> Done:
    return _inserted(act, [act.target])


def _insert_ticked(act: Act) -> Done:
    return _inserted(act, act.data.getlist(TICKED))


def _inserted(act: Act, names: Iterable[str]) -> Done:
    wanted = act.named(names)
    again = bool(act.data.get("again"))
    made = insert(act.report, wanted, section=act.section, by=act.by, at=act.at, again=again)
    words = ngettext("%(count)s line is in the text now.", "%(count)s lines are in the text now.", len(made))
    return Done(words % {"count": len(made)}, f"p{made[0].pk}")


def _insert_again(act: Act) -> Done:
    made = insert(act.report, act.named([act.target]), section=act.section, by=act.by, again=True)
    return Done(_("It stands in the text once more."), f"p{made[0].pk}")


def _merge(act: Act) -> Done:
    names = [f"{SourceKind.FIGURE}:{key}" for key in act.target.split(",")]
    return _merged(act, names)


def _merge_ticked(act: Act) -> Done:
    return _merged(act, [n for n in act.data.getlist(TICKED) if n.startswith(f"{SourceKind.FIGURE}:")])


def _merged(act: Act, names: Iterable[str]) -> Done:
    passage = merge_figures(act.report, act.named(names), section=act.section, by=act.by)
    return Done(_("The figures were added up into one sentence. Look it over."), f"p{passage.pk}")


def _aside(act: Act) -> Done:
    return _left_out(act, [act.target], act.data.get(f"why-{act.target}", ""))


def _aside_ticked(act: Act) -> Done:
    return _left_out(act, act.data.getlist(TICKED), act.data.get(REASON, ""))


def _left_out(act: Act, names: Iterable[str], reason: str) -> Done:
    made = leave_out(act.report, act.named(names), reason=tidied(reason), by=act.by)
    words = ngettext("%(count)s line was set aside.", "%(count)s lines were set aside.", len(made))
    return Done(words % {"count": len(made)}, "incoming")


def _unaside(act: Act) -> Done:
    kind, _stroke, key = act.target.partition(":")
    take_back(act.report, kind=kind, key=key, by=act.by)
    return Done(_("It waits for its place again."), "incoming")


def _own(act: Act) -> Done:
    passage = add_own(act.report, section=act.section, by=act.by, at=act.at)
    return Done("", f"p{passage.pk}")


def _derive(act: Act) -> Done:
    passage = add_derived(act.report, feed=act.data.get("feed", ""), section=act.section, by=act.by)
    return Done("", f"p{passage.pk}")


def _up(act: Act) -> Done:
    return Done("", f"p{step(act.report, act.pk, by=act.by, down=False).pk}")


def _down(act: Act) -> Done:
    return Done("", f"p{step(act.report, act.pk, by=act.by, down=True).pk}")


def _place(act: Act) -> Done:
    return Done("", f"p{move(act.report, act.pk, section=act.section, at=act.at, by=act.by).pk}")


def _go(act: Act) -> Done:
    move(act.report, act.pk, section=act.data.get(f"to-{act.pk}", ""), at=None, by=act.by)
    return Done(_("The passage stands at the end of the other section now."), "text")


def _out(act: Act) -> Done:
    remove(act.report, act.pk, edition=act.edition, by=act.by)
    return Done(_("The passage was taken out; what it was made of waits for its place again."), "text")


def _split(act: Act) -> Done:
    cut = split(act.report, act.pk, edition=act.edition, by=act.by, at=_caret(act))
    return Done("", f"p{cut.pk}")


def _join(act: Act) -> Done:
    return Done("", f"p{join(act.report, act.pk, edition=act.edition, by=act.by).pk}")


def _back(act: Act) -> Done:
    passage = put_back(act.report, act.pk, act.originals, edition=act.edition, by=act.by)
    return Done(_("The passage has the words of the unit again."), f"p{passage.pk}")


def _keep(act: Act) -> Done:
    passage = keep_words(act.report, act.pk, act.originals, by=act.by)
    return Done(_("Noted: your words stay as they are."), f"p{passage.pk}")


def _loosen(act: Act) -> Done:
    pk, _stroke, name = act.target.partition(":")
    kind, _stroke, key = name.partition(":")
    passage = let_go(act.report, digits(pk, sys.maxsize), kind=kind, key=key, by=act.by)
    return Done(_("The source was taken off this passage."), f"p{passage.pk}")


def _caret(act: Act) -> int | None:
    """Where in the stored text the cursor stood: so many characters of the tidied words before it."""
    pk, _stroke, place = act.data.get(CARET, "").partition(":")
    if pk != str(act.pk) or not place:
        return None
    typed = act.data.get(f"p{act.pk}-text", "").replace("\r\n", "\n").replace("\r", "\n")
    units = typed.encode("utf-16-le")[: 2 * digits(place, sys.maxsize // 2)]  # browsers count in these
    return len(tidied(units.decode("utf-16-le", "ignore")))


ACTS: dict[str, Callable[[Act], Done]] = {
    "insert": _insert,
    "insert_ticked": _insert_ticked,
    "insert_again": _insert_again,
    "merge": _merge,
    "merge_ticked": _merge_ticked,
    "aside": _aside,
    "aside_ticked": _aside_ticked,
    "unaside": _unaside,
    "own": _own,
    "derive": _derive,
    "up": _up,
    "down": _down,
    "place": _place,
    "go": _go,
    "out": _out,
    "split": _split,
    "join": _join,
    "back": _back,
    "keep": _keep,
    "loosen": _loosen,
}
