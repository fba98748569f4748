"""How a running job says how far it is, and learns that it was overtaken."""

from jobs.models import Job, JobStatus


class Overtaken(Exception):
    """Another attempt took the job over; this run must stop and leave no trace."""


class Progress:
    """Writes the steps of one attempt. The attempt number is the fence: an old run writes nothing."""

    def __init__(self, job_id: int, attempt: int) -> None:
        self.job_id, self.attempt = job_id, attempt

    def tell(self, *, done: int, total: int, step: str = "") -> None:
        """``done`` of ``total`` steps are behind us, ``step`` is the words for what comes now."""
        self.write(done=done, total=total, step=step)

    def write(self, **facts: object) -> None:
        """Change the job's row if this attempt still owns it; raise Overtaken otherwise."""
        mine = Job.objects.filter(pk=self.job_id, attempt=self.attempt, status=JobStatus.RUNNING)
        if not mine.update(**facts):
            raise Overtaken
