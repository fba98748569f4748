"""Programs that ask: how often, how long a token is valid, and that nobody is led on to TLS who should have begun there."""

from config.given import Given

env = Given()
# machines of ours ask without TLS; those of others are refused, or they would go on to show their token to whoever listens
SECURE_REDIRECT_EXEMPT = [r"^healthz/", r"^metrics$", r"^api/(?!docs/)"]
API_READS_PER_MINUTE = env.int("PORTAL_API_READS_PER_MINUTE", default=300)  # of one token
API_WRITES_PER_MINUTE = env.int("PORTAL_API_WRITES_PER_MINUTE", default=60)
API_WRONG_TOKENS_PER_MINUTE = env.int("PORTAL_API_WRONG_TOKENS_PER_MINUTE", default=30)  # from one address
API_TOKEN_MOST_DAYS = env.int("PORTAL_API_TOKEN_MOST_DAYS", default=366)  # then somebody decides anew
