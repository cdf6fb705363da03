"""预算执行率: rates that systems truncate or round, scores without tolerance."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfdesk.scoring import (
    acceptable_execution_score,
    acceptable_rate,
    execution_rate,
    execution_score,
    propose_execution,
    rate_interval,
    score_decimals,
)
from perfdesk.settings import Profile, RateStep
from perfdesk.values import half_up, read_amount, read_rate, read_score, truncate

PROFILE = Profile()
TEN = Decimal(10)


def rate_accepted(printed, executed, adjusted, decimals=2):
    return acceptable_rate(
        read_rate(printed), read_amount(executed), read_amount(adjusted), decimals
    )


def score_accepted(score, printed, executed, adjusted, decimals=None, profile=PROFILE):
    return acceptable_execution_score(
        read_score(score), read_rate(printed), read_amount(executed), read_amount(adjusted),
        TEN, profile, decimals,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "executed", "adjusted"),
    [
        ("99.50", "8.00", "8.04"),
        ("99.88", "86.90", "87.00"),
        ("99.98", "242.08", "242.11"),
        ("99.95", "60.07", "60.10"),
        ("99.59", "2.44", "2.45"),
        ("99.68", "2.44", "2.45"),
        ("99.22", "2.54", "2.56"),
        ("63.53", "9.53", "15.00"),
        ("92.25%", "533.87", "578.71"),
        ("99.74%", "512.68", "514.00"),
        ("99.47", "468.51", "470.97"),
        ("99.48", "468.51", "470.97"),
        ("100%", "22.575", "22.575"),
        ("100%", "0.63", "0.63"),
        ("99.9%", "899.10", "900.00"),
        ("0.00", "0", "514.00"),
        ("", "8.00", "8.04"),
        ("99.50", "", "8.04"),
        ("99.50", "8,00", "8.04"),
        ("99.50", "5", "0"),
    ],
)
def test_rates_that_are_right(printed, executed, adjusted):
    assert rate_accepted(printed, executed, adjusted)


@pytest.mark.parametrize(
    ("printed", "executed", "adjusted"),
    [
        ("99.30", "8.00", "8.04"),
        ("92.24", "533.87", "578.71"),
        ("92.27", "533.87", "578.71"),
        ("0.00", "400.00", "400.00"),
        ("100.00", "512.68", "514.00"),
        ("64.10", "9.53", "15.00"),
        ("63.40", "9.53", "15.00"),
        ("0.92", "533.87", "578.71"),
    ],
)
def test_rates_that_are_wrong(printed, executed, adjusted):
    assert not rate_accepted(printed, executed, adjusted)


def test_the_base_is_the_adjusted_budget():
    # 年初 24.42, 全年 22.575, 执行 22.575
    assert execution_rate(Decimal("22.575"), Decimal("22.575")) == 100
    assert execution_rate(Decimal(5), Decimal(0)) is None


@pytest.mark.parametrize(
    ("rate", "score"),
    [("99.98", "10.00"), ("99.95", "10.00"), ("99.55", "9.96"), ("97.15", "9.72"), ("99.75", "9.98"),
     ("63.53", "6.35"), ("92.25", "9.23"), ("100", "10.00"), ("120", "10.00"), ("0", "0.00"), ("-5", "0.00")],
)  # fmt: skip
def test_scores_are_half_up_in_decimal(rate, score):
    assert str(half_up(execution_score(Decimal(rate), TEN, PROFILE), 2)) == score


@pytest.mark.parametrize(
    ("score", "printed", "executed", "adjusted", "decimals", "right"),
    [
        ("10.00", "99.98", "242.08", "242.11", None, True),
        ("9.98", "99.75", "39.90", "40.00", None, True),
        ("9.97", "99.75", "39.90", "40.00", None, False),
        ("9.96", "99.59", "2.44", "2.45", None, True),
        ("9.97", "99.59", "2.44", "2.45", None, False),
        ("9.97", "99.68", "2.44", "2.45", None, True),
        ("10", "100%", "45.57", "45.57", 0, True),
        ("10", "99.5%", "8.00", "8.04", 0, True),
        ("9.95", "99.5%", "8.00", "8.04", 0, True),
        ("10", "99.5%", "8.00", "8.04", None, False),
        ("9", "99.5%", "8.00", "8.04", 0, False),
        ("8.5", "85", "", "", None, True),
        ("8.6", "85", "", "", None, False),
        ("—", "85", "", "", None, True),
        ("10", "", "", "", None, True),
        ("0", "", "5", "0", None, True),
        ("10.00", "", "512.00", "500.00", None, True),
    ],
)
def test_printed_scores(score, printed, executed, adjusted, decimals, right):
    assert score_accepted(score, printed, executed, adjusted, decimals) is right


def test_a_threshold_table_takes_the_place_of_the_proportion():
    steps = (RateStep(Decimal(95), Decimal(10)), RateStep(Decimal(80), Decimal(7)))
    profile = replace(PROFILE, execution_thresholds=steps)
    scores = [execution_score(Decimal(rate), TEN, profile) for rate in (96, 95, 94, 80, 79)]
    assert scores == [10, 10, 7, 7, 0]
    assert score_accepted("7", "90", "90.00", "100.00", profile=profile)
    assert not score_accepted("9", "90", "90.00", "100.00", profile=profile)


@pytest.mark.parametrize(
    ("executed", "adjusted", "line"),
    [("533.87", "578.71", "533.87 ÷ 578.71 × 10 = 9.23"), ("5.376", "5.376", "5.376 ÷ 5.376 × 10 = 10"),
     ("512", "500", "512 ÷ 500 = 102.40%，按 100% × 10 = 10")],
)  # fmt: skip
def test_the_sum_is_shown(executed, adjusted, line):
    proposal = propose_execution(Decimal(executed), Decimal(adjusted), TEN, PROFILE)
    assert proposal.arithmetic == line
    assert propose_execution(Decimal(executed), Decimal(0), TEN, PROFILE) is None


def test_the_decimals_a_form_scores_with():
    assert score_decimals([read_score("10"), read_score("—"), read_score("15")], PROFILE) == 0
    assert score_decimals([read_score("10.00"), read_score("15")], PROFILE) == 2
    assert score_decimals([read_score(None)], PROFILE) == 2


@settings(max_examples=200)
@given(st.integers(1, 10**10), st.integers(0, 10**10), st.booleans(), st.integers(0, 2))
def test_whatever_a_system_computes_on_yuan_is_accepted(adjusted, executed, cut, decimals):
    """A system that knows cents, prints 万元 with two decimals, and truncates or rounds."""
    executed = min(executed, adjusted)
    one, two = Decimal(executed).scaleb(-6), Decimal(adjusted).scaleb(-6)
    rate = execution_rate(one, two)
    printed = str((truncate if cut else half_up)(rate, decimals))
    assert rate_accepted(printed, str(half_up(one, 2)), str(half_up(two, 2)))


@settings(max_examples=150)
@given(st.decimals(1, 10000, places=2), st.decimals(0, 10000, places=2), st.integers(0, 6))
def test_the_exact_rate_lies_in_its_interval(adjusted, executed, decimals):
    low, high = rate_interval(executed, adjusted, decimals)
    rate = execution_rate(executed, adjusted)
    assert low <= rate
    assert high is None or rate <= high


@pytest.mark.parametrize(
    "file", ["fengtai-self-evaluation-2024", "minhang-self-evaluation-2024",
             "municipal-self-evaluation-2023", "putuo-self-evaluation"],
)  # fmt: skip
def test_no_execution_row_of_the_samples_is_doubted(samples, file):
    for form in json.loads((samples / "forms" / f"{file}.json").read_text("utf-8")):
        funds, keys = form["funds"], ("initial", "adjusted", "executed")
        amounts = [read_amount(row[key]) for row in funds for key in keys]
        decimals = max(amount.decimals for amount in amounts)
        total = funds[0]
        assert rate_accepted(total["rate"], total["executed"], total["adjusted"], decimals)
        places = score_decimals([read_score(row["score"]) for row in form["indicators"]], PROFILE)
        assert score_accepted(
            total["score"], total["rate"], total["executed"], total["adjusted"], places
        )
