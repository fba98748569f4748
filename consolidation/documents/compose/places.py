"""The numbers targets have in the tables of the paper: the same in every one of them."""

from collections.abc import Iterable, Iterator

from reporting.queries.judge import TargetResult

Numbered = list[tuple[str, TargetResult]]


def numbered(results: Iterable[TargetResult]) -> Numbered:
    """Each result with its number: 1, 2, and 2.1 for a part of the one before."""
    return list(_numbered(results))


def _numbered(results: Iterable[TargetResult]) -> Iterator[tuple[str, TargetResult]]:
    whole, part = 0, 0
    for result in results:
        if result.target.parent_id:
            part += 1
            yield f"{whole}.{part}", result
        else:
            whole, part = whole + 1, 0
            yield str(whole), result
