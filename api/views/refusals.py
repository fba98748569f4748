"""Which refusals an address may answer with, for its description."""

from api.documents.problem import ProblemOut

READING = dict.fromkeys((401, 403, 404, 413, 422, 429, 500, 503), ProblemOut)
WRITING = dict.fromkeys((400, 409, 415), ProblemOut) | READING
