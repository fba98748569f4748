"""The day on which every province's reports are due: two worker processes against the same reports one by one."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from celery import current_app
from django.db.models import Q
from django.utils import timezone
from kombu import Exchange, Queue

from accounts.models import User
from bench.clock import Turns
from bench.growth import grown, opened, unsaved
from bench.paper import composed
from bench.table import table, times
from consolidation.actions.batches import start_due_campaigns
from consolidation.models import Report
from jobs.models import Job, JobStatus
from load.places import some_provinces
from papers.codec import to_json
from programmes.models import Plan
from reporting.models import Campaign, Figure, ReportingPeriod, ReportSetting, Submission, SubmissionLine
from reporting.states import SubmissionState
from scripts.supervisor.child import tied_to_this_process

ROOT = Path(__file__).resolve().parents[1]
PLANS = (
    "ha-noi-149-2021",
    "ha-giang-125-2021",
)  # enacted ones, with tasks and targets; each province gets copies
PATTERN = ("hung-yen-101-2021", 2023)  # has a letterhead
GOAL = 1.1
PROVINCES, FEW = 34, 3
TWO = 2  # processes that share the day's work
START, STOP, DAY = 60.0, 30.0, 3600.0  # seconds after which something is wrong
QUEUE = f"bench-{os.getpid()}"  # a queue of our own: nobody else's worker takes a part


@dataclass(frozen=True)
class Run:
    """Reports rendered by one worker: from the tick to the last one, the sum of all, and the largest process."""

    wall: float  # seconds
    spent: float  # seconds
    processor: float  # seconds of the processor, starts of the processes not counted
    memory: int  # bytes; 0 where the kernel does not tell, as is the processor's time


def batch(provinces: int = PROVINCES) -> str:
    """Reports of so many provinces: half of them one by one, all by two processes, the other half one by one."""
    campaigns = a_day(provinces)
    half = len(campaigns) // 2
    with own_queue():
        singles = [rendered(campaigns[:half], 1)]
        own = machine()
        both = rendered(campaigns, TWO)
        singles.append(rendered(campaigns[half:], 1))
    alone = sum(run.spent for run in singles)
    work = sum(run.processor for run in singles)
    return table(
        "The day of many reports",
        ("reports", "× half the sum", "goal", "waiting", "work", "machine", "MB", "MB alone", "s", "s alone"),
        [
            (
                f"{len(campaigns)}, two processes",
                times(both.wall / (alone / TWO)),
                f"≤ {times(GOAL)}",
                times(both.wall / (both.spent / TWO)),
                times(both.processor / work) if work else "–",
                times(own),
                f"{both.memory / 1e6:.0f}",
                f"{max(run.memory for run in singles) / 1e6:.0f}",
                f"{both.wall:.1f}",
                f"{alone:.1f}",
            )
        ],
        (
            "× half the sum: from the tick that starts the day to its last report, against the same reports in one process,",
            "half of them before and half after, so that a machine that grows slower moves both. New processes each time.",
            "waiting: against half of the seconds the two were at work: what the tick, the queue and the last report cost.",
            "work: the processor's seconds of two against those of one: what more than one process costs the portal.",
            "machine: bare WeasyPrint beside another against alone: what a neighbour costs any program here and now.",
            f"Noise: {' and '.join(f'{run.spent / half:.2f}' for run in singles)} s a report one by one, before and after.",
        ),
    )


def a_day(provinces: int) -> list[int]:
    """Dated work for a copy of each of ``PLANS`` in each province, filled by every unit; due since an hour."""
    today = timezone.localdate()
    key, year = PATTERN
    setting = ReportSetting.objects.get(period__plan__key=key, period__year=year)
    models = list(Plan.objects.filter(key__in=PLANS).select_related("document"))
    due = []
    for province in some_provinces(provinces):
        for model in models:
            plan = grown(model, 1, f"-{province.slug}")
            Plan.objects.filter(pk=plan.pk).update(province=province)
            period = opened(Plan.objects.get(pk=plan.pk), today)
            fill(period, setting, today)
            due.append(
                Campaign.objects.update_or_create(
                    period=period, defaults={"runs_at": timezone.now() - dt.timedelta(hours=1)}
                )[0].pk
            )
    return due


def fill(period: ReportingPeriod, setting: ReportSetting, today: dt.date) -> None:
    """Let every unit of the period have reported something about each of its tasks, and DOST have accepted it."""
    ReportSetting.objects.filter(period=period).delete()
    unsaved(setting, period=period).save()
    lines = SubmissionLine.objects.filter(submission__period=period)
    lines.update(
        narrative="Đã tổ chức 3 lớp tập huấn cho 120 lượt học viên của 45 doanh nghiệp trên địa bàn."
    )
    there = set(Figure.objects.filter(line__in=lines).values_list("line_id", "target_id"))
    Figure.objects.bulk_create(
        Figure(line=line, target=target, indicator=target.indicator, unit=target.unit, to_date=3, estimate=4)
        for line in lines.filter(task__isnull=False).prefetch_related("task__targets")
        for target in line.task.targets.all()
        if (line.pk, target.pk) not in there
    )
    moment = dt.datetime.combine(today, dt.time(2), tzinfo=dt.UTC)
    by = User.objects.filter(is_demo=True).earliest("pk")
    Submission.objects.filter(period=period).update(
        state=SubmissionState.ACCEPTED,
        certified_at=moment,
        certified_by=by,
        decided_at=moment,
        decided_by=by,
        first_filed_at=moment,
    )


def rendered(campaigns: Sequence[int], workers: int) -> Run:
    """Render these by so many workers of one process, from nothing, as the minute tick starts them."""
    clear(campaigns)
    with ExitStack() as running:
        started = [running.enter_context(worker(number)) for number in range(workers)]
        ours = [child for process in started for child in children(process)]
        idle, begun = processor(ours), timezone.now()
        jobs = [job.pk for job in start_due_campaigns()]
        wait_for(lambda: not Job.objects.filter(pk__in=jobs).unfinished().exists(), DAY, 0.1)
        memory, used = peak(ours), processor(ours) - idle
    made = list(Job.objects.filter(pk__in=jobs))
    for job in made:
        if job.status != JobStatus.DONE:
            raise RuntimeError(f"{job}: {job.problem}")
    spans = [
        (job.ended_at - job.started_at).total_seconds() for job in made if job.ended_at and job.started_at
    ]
    last = max(job.ended_at for job in made if job.ended_at)
    return Run((last - begun).total_seconds(), sum(spans), used, memory)


def clear(campaigns: Sequence[int]) -> None:
    """Only these are due, and none of them was ever started."""
    Campaign.objects.exclude(pk__in=campaigns).filter(job__isnull=True).update(
        runs_at=timezone.now() + dt.timedelta(days=999)
    )
    mine = Campaign.objects.filter(pk__in=campaigns)
    Report.objects.filter(period__campaigns__in=mine).delete()
    done = list(mine.filter(~Q(job=None)).values_list("job_id", flat=True))
    mine.update(job=None, told_at=None, runs_at=timezone.now() - dt.timedelta(hours=1))
    Job.objects.filter(pk__in=done).delete()


@contextmanager
def own_queue() -> Iterator[None]:
    """A queue of our own for what is asked for meanwhile; the broker keeps nothing of it."""
    before, current_app.conf.task_default_queue = current_app.conf.task_default_queue, QUEUE
    try:
        yield
    finally:
        current_app.conf.task_default_queue = before
        with current_app.connection_for_write() as broker:
            queue = Queue(QUEUE, Exchange(QUEUE), QUEUE)(broker.default_channel)
            queue.declare()  # a queue is known to those who declared it
            queue.delete()


@contextmanager
def worker(number: int) -> Iterator["subprocess.Popen[bytes]"]:
    """A worker as a deployment starts it, with one process, ready; gone afterwards.

    Its session is its own: Linux shares a busy machine out among sessions, and two in one would get the part of one.
    """
    command = [sys.executable, "-m", "celery", "--app", "config.celery:app", "worker", "--loglevel", "INFO"]
    command += [
        "--concurrency",
        "1",
        "--hostname",
        f"{QUEUE}-{number}@%h",
        "--without-gossip",
        "--without-mingle",
        "--queues",
        QUEUE,
    ]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - ourselves
            command,
            cwd=ROOT,
            env={**os.environ, "PORTAL_LOG_LEVEL": "INFO"},
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=tied_to_this_process(signal.SIGTERM),  # noqa: PLW1509 - no other thread runs here
        )
        try:
            wait_for(lambda: b" ready." in os.pread(log.fileno(), 100_000, 0), START, 0.05)
            yield process
        finally:
            stop(process)


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End the worker as a deployment does, so that it takes its own queue with it; by force where it does not go."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def children(process: "subprocess.Popen[bytes]") -> list[Path]:
    """Where the kernel tells about the worker's processes; nowhere outside Linux."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [Path(f"/proc/{pid}") for pid in found.read_text().split()] if found.exists() else []


def peak(processes: list[Path]) -> int:
    """Bytes the largest of them ever held."""
    states = [(process / "status").read_text(encoding="utf-8") for process in processes]
    held = [line.split()[1] for state in states for line in state.splitlines() if line.startswith("VmHWM")]
    return max((int(kilobytes) * 1024 for kilobytes in held), default=0)


def processor(processes: list[Path]) -> float:
    """Seconds of the processor they have used."""
    figures = [
        (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split() for process in processes
    ]
    return sum(int(part) for found in figures for part in found[11:13]) / os.sysconf("SC_CLK_TCK")


def machine() -> float:
    """How much slower a bare printing is while another runs beside it: what two processes cost on this machine now."""
    seconds: dict[str, list[float]] = {"beside": [], "alone": []}
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(TWO) as both:
        file = Path(folder) / "report.json"
        file.write_text(json.dumps(to_json(composed())), encoding="utf-8")
        for _turn in range(2):
            together = list(both.map(lambda _: bare(file), range(TWO)))
            seconds["beside"].append(sum(map(said, together)) / TWO)
            seconds["alone"].append(said(bare(file)))
    return Turns(seconds).ratio("beside", "alone")


def bare(file: Path) -> bytes:
    """What the measured process tells; like a worker it has a session of its own."""
    command = [sys.executable, "-m", "bench.paper", "bare", str(file)]
    return subprocess.run(  # noqa: S603 - ourselves
        command, cwd=ROOT, check=True, capture_output=True, start_new_session=True
    ).stdout


def said(output: bytes) -> float:
    """The seconds a measured process tells."""
    return json.loads(output)["seconds"]


def wait_for(wanted: Callable[[], bool], seconds: float, every: float) -> None:
    """Return once ``wanted``; RuntimeError when it stays false."""
    end = time.monotonic() + seconds
    while not wanted():
        if time.monotonic() > end:
            raise RuntimeError(f"Waited {seconds} s in vain.")
        time.sleep(every)
