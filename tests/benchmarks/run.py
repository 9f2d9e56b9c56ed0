"""`make bench`: measure what the goals are about, say which are met, and fail if one is missed.

A module bench_<what>.py has `run()`, which returns one row or a list of them:
    name    what was measured
    value   the number
    goal    a number that it should not exceed, or words such as "≥ 0.8", "<= 40", "= 0"
    unit    of both; none for a ratio
    detail  anything that helps to read the number
"""

import importlib
import operator
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import django
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "≥": operator.ge,
    ">=": operator.ge,
    "≤": operator.le,
    "<=": operator.le,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
GOAL = re.compile(r"\s*(≥|>=|≤|<=|<|>|=)?\s*([-+.\deE]+)")
FOLDER = Path(__file__).parent


class Row(NamedTuple):
    name: str
    value: float
    sign: str
    goal: float
    unit: str
    detail: str

    @property
    def is_met(self) -> bool:
        return COMPARISONS[self.sign](self.value, self.goal)

    def __str__(self) -> str:
        verdict = "met " if self.is_met else "MISS"
        figures = f"{self.value:.4g} {self.unit}".strip()
        text = f"{verdict}  {figures:>12}   goal {self.sign} {self.goal:g}   {self.name}"
        return f"{text}\n{'':21}{self.detail}" if self.detail else text


def row_of(result: Mapping[str, Any]) -> Row:
    found = GOAL.match(str(result["goal"]))
    assert found, f"not a goal: {result['goal']}"
    rest = {key: result[key] for key in result.keys() - {"name", "value", "goal", "unit", "detail"}}
    details = [str(result.get("detail", "")), *(f"{key} {rest[key]:.4g}" for key in sorted(rest))]
    return Row(
        name=str(result["name"]),
        value=float(result["value"]),
        sign=found[1] or "≤",
        goal=float(found[2]),
        unit=str(result.get("unit", "")),
        detail="; ".join(filter(None, details)),
    )


def rows_of(module: str) -> Iterator[Row]:
    results = importlib.import_module(f"tests.benchmarks.{module}").run()
    yield from map(row_of, [results] if isinstance(results, Mapping) else results)


def modules(wanted: Iterable[str]) -> list[str]:
    """All, or those whose names hold one of the wanted words."""
    words = list(wanted) or [""]
    names = sorted(path.stem for path in FOLDER.glob("bench_*.py"))
    return [name for name in names if any(word in name for word in words)]


def main(wanted: Iterable[str]) -> int:
    """The exit status: 1 if a goal was missed or nothing was measured."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    rows = []
    try:
        for module in modules(wanted):
            for row in rows_of(module):
                rows.append(row)
                print(row, flush=True)
    finally:
        teardown_databases(databases, verbosity=0)
    missed = sum(not row.is_met for row in rows)
    print(f"\n{len(rows)} measured, {missed} missed")
    return int(missed > 0 or not rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
