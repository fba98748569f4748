"""Which refusals an address may answer with, for its description."""

from api.documents.problem import ProblemOut

READING = dict.fromkeys((401, 403, 404, 422, 429, 500, 503), ProblemOut)
WRITING = dict.fromkeys((400, 409, 413), ProblemOut) | READING
