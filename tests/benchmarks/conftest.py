"""Benchmarks: each compares with a reference in the same run; one table at the end tells all."""

import os
import platform
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
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


def machine() -> list[str]:
    """What the figures were measured on, and whether it did other work meanwhile."""
    from PySide6.QtCore import qVersion

    name = platform.processor() or "unknown processor"
    memory = ""
    if Path("/proc/cpuinfo").exists():
        models = re.findall(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(), re.M)
        name = models[0] if models else platform.machine()
        total = re.search(r"^MemTotal:\s+(\d+) kB", Path("/proc/meminfo").read_text(), re.M)
        memory = f", {int(total[1]) / 1e6:.0f} GB" if total else ""
    busy = (
        f", load of the last 15 minutes {os.getloadavg()[2]:.2f}"
        if hasattr(os, "getloadavg")
        else ""
    )
    return [
        f"{name}, {os.cpu_count()} cores{memory}, {platform.system()} {platform.release()}{busy}",
        f"Python {platform.python_version()}, Qt {qVersion()}, {datetime.now().astimezone():%Y-%m-%d %H:%M}",
    ]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    figures = config.stash.get(FIGURES, [])
    if not figures:
        return
    terminalreporter.section("figures")
    for line in machine():
        terminalreporter.line(line)
    terminalreporter.line("| measured | figure | reference | ratio | bound |")
    terminalreporter.line("|---|---|---|---|---|")
    for each in figures:
        terminalreporter.line(
            f"| {each.name} | {each.measured:.3f} {each.unit} | {each.reference:.3f} {each.unit} "
            f"| {each.ratio:.2f} | {each.bound:.3g}{' (NOT MET)' if each.ratio > each.bound else ''} |"
        )
