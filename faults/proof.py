"""Proves from the database and the files what became of every act: ``python -m faults.proof FOLDER``.

Prints one line of JSON: figures, and lists of what was lost, doubled or orphaned, in words that lead to the place.
"""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import django

from faults.ledger import ACCEPTED, REFUSED, TIME_OF_FAULTS, UNKNOWN, Act, read

KEPT_APART = (
    "seal.key",
    "begun/",
    "unfinished/",
    "checks/",
)  # below the data folder, and no file of a record


@dataclass
class Proof:
    """What was found; empty lists are what everybody hopes for."""

    figures: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    orphaned: list[str] = field(default_factory=list)
    under_faults: dict[str, int] = field(default_factory=dict)  # accepted while they struck, by kind of work

    def judge(self, act: Act, found: int, words: str) -> None:
        """An act found so many times: accepted is once, refused never, unknown at most once."""
        if found > 1 or (found and act.outcome == REFUSED):
            self.doubled.append(f"{act.kind} {act.mark}: {found} × {words} ({act.outcome})")
        elif not found and act.outcome == ACCEPTED:
            self.lost.append(f"{act.kind} {act.mark}: {words}")


def prove(folder: Path) -> Proof:
    """Everything there is to prove."""
    acts = read(folder / "acts.jsonl")
    proof = Proof()
    for outcome in (ACCEPTED, REFUSED, UNKNOWN):
        proof.figures[outcome] = sum(act.outcome == outcome for act in acts)
    _work_under_faults(proof, acts, folder)
    _words_saved(proof, acts)
    _files_sent(proof, acts)
    _applications(proof, acts)
    _receipts(proof)
    _imports(proof, acts)
    _jobs(proof, acts)
    _mails(proof, _mails_taken(folder))
    _files(proof)
    _journal(proof)
    return proof


def _work_under_faults(proof: Proof, acts: list[Act], folder: Path) -> None:
    """How much of each kind of work was accepted between the first fault and the end of the last."""
    file = folder / TIME_OF_FAULTS
    if not file.exists():
        return
    begun, ended = json.loads(file.read_text(encoding="ascii"))
    done = Counter(act.kind for act in acts if act.outcome == ACCEPTED and begun <= act.at <= ended)
    done["mail"] = sum(begun <= mail["at"] <= ended for mail in _mails_taken(folder))
    proof.under_faults = dict(done)


def _mails_taken(folder: Path) -> list[dict]:
    """What the mail server wrote down."""
    file = folder / "mails.jsonl"
    return (
        [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []
    )


def _words_saved(proof: Proof, acts: list[Act]) -> None:
    """What was saved last stands there, unless something nobody was answered came after it."""
    from reporting.models import SubmissionLine  # noqa: PLC0415 - needs the settings
    from support.models import Application  # noqa: PLC0415 - as above

    places: dict[tuple[str, int], list[Act]] = {}
    for act in acts:
        if act.kind in ("submission", "draft"):
            places.setdefault((act.kind, act.facts.get("line") or act.facts["application"]), []).append(act)
    for (kind, pk), saved in places.items():
        if kind == "submission":
            stands = SubmissionLine.objects.values_list("narrative", flat=True).get(pk=pk)
        else:
            stands = Application.objects.values_list("situation", flat=True).get(pk=pk)
        last = max((at for at, act in enumerate(saved) if act.outcome == ACCEPTED), default=-1)
        allowed = {act.mark for act in saved[last + 1 :] if act.outcome == UNKNOWN}
        allowed |= {saved[last].mark} if last >= 0 else {""}
        if stands not in allowed:
            proof.lost.append(f"{kind} {pk}: “{stands}” stands where one of {sorted(allowed)} should")


def _files_sent(proof: Proof, acts: list[Act]) -> None:
    from enterprises.models import RegisterUpload  # noqa: PLC0415 - needs the settings
    from reporting.models import EvidenceFile  # noqa: PLC0415 - as above
    from support.models import Attachment  # noqa: PLC0415 - as above

    there = {
        "attachment": Counter(Attachment.objects.values_list("name", flat=True)),
        "evidence": Counter(EvidenceFile.objects.values_list("name", flat=True)),
        "upload": Counter(RegisterUpload.objects.values_list("name", flat=True)),
    }
    for act in acts:
        if act.kind in there:
            proof.judge(act, there[act.kind][act.mark], "rows of the file")


def _applications(proof: Proof, acts: list[Act]) -> None:
    """An application has one receipt, one entry in the journal, and told each person once."""
    from django.db.models import Count  # noqa: PLC0415 - needs the settings

    from journal.models import Entry  # noqa: PLC0415 - as above
    from outbox.models import Notice  # noqa: PLC0415 - as above
    from support.models import Application  # noqa: PLC0415 - as above

    entries = Entry.objects.filter(action="submit", record_type=Application._meta.label_lower)
    submitted = Counter(entries.values_list("record_id", flat=True))
    rows = {str(row.pk): row for row in Application.objects.all()}
    told = Counter(
        Notice.objects.filter(key__startswith="application_submitted:").values_list("key", flat=True)
    )
    by_mark: dict[str, Act] = {}
    for act in acts:
        if act.kind == "application" and (act.mark not in by_mark or act.outcome == ACCEPTED):
            by_mark[act.mark] = act
    for mark, act in by_mark.items():
        row = rows.get(mark)
        has_receipt = row is not None and row.number is not None
        proof.judge(act, int(has_receipt), "receipts")
        if has_receipt and row is not None:
            proof.judge(Act("journal", mark, outcome=ACCEPTED), submitted[row.pk], "entries of handing in")
            proof.judge(
                Act("notice", mark, outcome=ACCEPTED),
                told[f"application_submitted:{mark}"],
                "notices to the desk",
            )
    twice = Notice.objects.values("user", "key").annotate(n=Count("pk")).filter(n__gt=1)
    proof.doubled += [f"notice {row}" for row in twice]
    proof.figures["applications"] = sum(row.number is not None for row in rows.values())


def _receipts(proof: Proof) -> None:
    """Numbers from one to the counter's, each once."""
    from support.models import Application, ReceiptCounter  # noqa: PLC0415 - needs the settings

    total = 0
    for counter in ReceiptCounter.objects.all():
        numbers = Counter(
            Application.objects.filter(province=counter.province, year=counter.year)
            .exclude(number=None)
            .values_list("number", flat=True)
        )
        total += sum(numbers.values())
        whole = set(range(1, counter.last + 1))
        proof.lost += [f"receipt {number} was never given" for number in sorted(whole - set(numbers))]
        proof.doubled += [f"receipt {n}: {times} ×" for n, times in numbers.items() if times > 1]
        proof.doubled += [f"receipt {number} is not the counter's" for number in set(numbers) - whole]
    proof.figures["receipts"] = total


def _imports(proof: Proof, acts: list[Act]) -> None:
    from enterprises.models import Enterprise  # noqa: PLC0415 - needs the settings

    there = Counter(Enterprise.objects.values_list("tax_code", flat=True))
    outcomes: dict[str, Act] = {}
    for act in acts:
        if act.kind == "import" and (act.mark not in outcomes or act.outcome == ACCEPTED):
            outcomes[act.mark] = act
    for act in outcomes.values():
        for code in act.facts["codes"]:
            proof.judge(act, there[code], f"enterprises with {code}")
    proof.figures["imported"] = sum(there[code] for act in outcomes.values() for code in act.facts["codes"])


def _jobs(proof: Proof, acts: list[Act]) -> None:
    """Every job ended; what was promised to somebody is a job."""
    from jobs.models import Job, JobStatus  # noqa: PLC0415 - needs the settings

    for job in Job.objects.exclude(status=JobStatus.DONE):
        words = f"job {job.pk} {job.kind}: {job.status} after {job.attempt} attempts {job.problem}"
        proof.lost.append(words)
    known = {str(pk) for pk in Job.objects.values_list("pk", flat=True)}
    for act in acts:
        place = act.facts.get("place", "")
        if (
            act.kind == "own data"
            and act.outcome == ACCEPTED
            and place.strip("/").split("/")[-1] not in known
        ):
            proof.lost.append(f"the job at {place}")
    proof.figures["jobs"] = Job.objects.count()
    proof.figures["attempts"] = sum(Job.objects.values_list("attempt", flat=True))
    keys = Counter(Job.objects.exclude(key=None).values_list("key", flat=True))
    proof.doubled += [f"job {key}: {times} ×" for key, times in keys.items() if times > 1]


def _mails(proof: Proof, taken: list[dict]) -> None:
    """What the mail server took: no mail twice; what the portal says has left is there; what waits is not."""
    from outbox.models import Mail, MailStatus  # noqa: PLC0415 - needs the settings

    took = Counter(mail["id"].partition("@")[0].removeprefix("<portal-mail-") for mail in taken)
    proof.doubled += [f"mail {pk} left {times} times" for pk, times in took.items() if times > 1]
    unclear = 0
    for mail in Mail.objects.all():
        times = took.pop(str(mail.pk), 0)
        if mail.status == MailStatus.SENT and not times:
            proof.lost.append(f"mail {mail.pk} is said to have left")
        elif mail.status in (MailStatus.QUEUED, MailStatus.FAILED):
            proof.lost.append(f"mail {mail.pk} has not left: {mail.status} {mail.problem}")
        unclear += mail.status == MailStatus.SENDING
    proof.doubled += [f"mail {pk} left and is not known" for pk in took]
    proof.figures |= {"mails": len(taken), "mails for a person to judge": unclear}


def _journal(proof: Proof) -> None:
    """The chain of the journal is whole, and what is older than an hour is sealed."""
    from django.utils import timezone  # noqa: PLC0415 - needs the settings

    from journal.queries.verifying import verify  # noqa: PLC0415 - as above

    found = verify(now=timezone.now())
    proof.lost += [f"journal: {fault.words}" for fault in found.faults]
    proof.figures["seals"] = found.seals


def _rows_with_files() -> Iterator[tuple[str, str, str]]:
    """Name, hash ("" where none is kept) and owner of every file a row names."""
    from django.apps import apps  # noqa: PLC0415 - needs the settings
    from django.db.models import FileField  # noqa: PLC0415 - as above

    from jobs.models import Job  # noqa: PLC0415 - as above

    for model in apps.get_models():
        for slot in [each for each in model._meta.fields if isinstance(each, FileField)]:
            for row in model._base_manager.exclude(**{slot.name: ""}):
                known = getattr(row, f"{slot.name}_sha256", "") or getattr(row, "sha256", "")
                is_of_file = slot.name != "file" or model.__name__ != "Filing"  # whose hash is of its content
                yield getattr(row, slot.name).name, known if is_of_file else "", f"{model.__name__} {row.pk}"
    for job in Job.objects.exclude(result__file=None).exclude(result__file=""):
        yield job.result["file"], "", f"Job {job.pk}"


def _files(proof: Proof) -> None:
    from django.conf import settings  # noqa: PLC0415 - needs the settings

    data: Path = settings.DATA_DIR
    there = {str(path.relative_to(data)) for path in data.rglob("*") if path.is_file()}
    there = {name for name in there if not name.startswith(KEPT_APART)}
    named = set()
    for name, known, owner in _rows_with_files():
        named.add(name)
        if name not in there:
            proof.lost.append(f"{owner} names {name}, which is not there")
        elif known and hashlib.sha256((data / name).read_bytes()).hexdigest() != known:
            proof.lost.append(f"{owner} names {name}, whose content is another")
    proof.orphaned += sorted(there - named)
    proof.figures["files"] = len(there)


def main(folder: Path) -> None:
    """Print the proof."""
    django.setup()
    proof = prove(folder)
    print(json.dumps(proof.__dict__, ensure_ascii=False))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
