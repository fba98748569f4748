"""The world of the table of rights, for every test here that asks for it."""

from tests.architecture.sweeping import short_refusals  # noqa: F401 - a fixture
from tests.architecture.world import places, world, written_once  # noqa: F401 - fixtures
