"""Who may see a job and run it again."""

import rules

from accounts.models import User
from jobs.models import Job


@rules.predicate
def asked_for_it(user: User, job: Job | None) -> bool:
    """The person who asked."""
    return job is not None and job.owner_id == user.pk


rules.add_perm("jobs.view_job", asked_for_it | rules.is_superuser)
rules.add_perm("jobs.retry_job", asked_for_it | rules.is_superuser)
