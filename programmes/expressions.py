"""Placeholder until the evaluator lands."""

import enum
from dataclasses import dataclass


class Operator(enum.StrEnum):
    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    ABOUT = "about"
    GROWTH_PER_YEAR_RANGE = "growth_per_year_range"
    INCREASE_AT_LEAST_PERCENT = "increase_at_least_percent"


@dataclass
class Expression:
    operator: Operator
