"""Which words of the units go to which section of the outline."""

from consolidation.documents.compose import groups, leadership, statements, targets
from consolidation.documents.compose.draft import Feeder
from reporting.documents.outline import Feed

FEEDERS: dict[Feed, Feeder] = {
    Feed.PLAN_DOCUMENTS: leadership.documents,
    Feed.MANAGEMENT_DOCUMENTS: leadership.documents,
    Feed.INTEGRATED: leadership.integrated,
    Feed.NATIONAL_GROUP: groups.national_group,
    Feed.ASSESSMENT: targets.assessment,
    Feed.OBSTACLES: statements.obstacles,
    Feed.CAUSES: statements.causes,
    Feed.ORIENTATION: statements.orientation,
    Feed.SOLUTIONS: statements.solutions,
    Feed.PROPOSALS: statements.proposals,
}
