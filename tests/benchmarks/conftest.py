"""Benchmarks: each compares with a reference in the same run; one table at the end tells all."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, against what, and the bound on their ratio."""

    name: str
    measured: float
    reference: float
    unit: str
    bound: float

    @property
    def ratio(self) -> float:
        return self.measured / self.reference


FIGURES = pytest.StashKey[list[Figure]]()


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[..., Figure]:
    """Record a figure for the table, and return it to be compared with its bound."""

    def record(name: str, *, measured: float, reference: float, unit: str, bound: float) -> Figure:
        made = Figure(name, measured, reference, unit, bound)
        request.config.stash.setdefault(FIGURES, []).append(made)
        return made

    return record


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    figures = config.stash.get(FIGURES, [])
    if not figures:
        return
    terminalreporter.section("figures")
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    terminalreporter.line(f"Python {platform.python_version()}, {machine}")
    terminalreporter.line("| measured | figure | reference | ratio | bound |")
    terminalreporter.line("|---|---|---|---|---|")
    for each in figures:
        terminalreporter.line(
            f"| {each.name} | {each.measured:.3f} {each.unit} | {each.reference:.3f} {each.unit} "
            f"| {each.ratio:.2f} | {each.bound} |"
        )
