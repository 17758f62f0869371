"""One case: a random deal in a random course of events, held to every law; what is wrong is told with its seed."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import pytest

import seriatim
from seriatim import Deal, Scenario
from seriatim.explain.explain import Question, explain_in
from seriatim.explain.statement import statement_in
from seriatim.explain.traced_run import traced_run
from seriatim.projection.simulate import simulate
from tests.projection.scenarios import describe
from tests.projection.test_engines_agree import TOLERANCE
from tests.soak.courses import Course, random_course
from tests.soak.deals import random_deal
from tests.soak.group_laws import LAWS, SeriesRun
from tests.soak.groups import course_of, random_series
from tests.soak.laws import (
    ANY_COURSE,
    QUIET,
    Storm,
    all_is_paid_in_the_end,
    balances_are_promised,
    knows_its_readings,
    quiet,
    rounding,
    storm,
)

EXACT_EVERY, EXPLAINED_EVERY = 8, 8
QUESTIONS = 6
MOVED_APART = "classes and loans move apart"
"""What a statement says of a day on which a reading, or the rounding of printed sizes, parts classes and loans."""


def hold(seed: int, folder: Path, passed: Counter[str]) -> None:
    """Draw the deal and the course of a seed, and hold them to the laws; the folder stays if one is broken."""
    place = random_deal(seed).write(folder / f"case-{seed}")
    with told(f"{seed}", place):
        deal = seriatim.load(place)
        course = random_course(deal, seed, place)
        _hold(seed, course, passed)
    passed["deals"] += 1
    passed["scenarios"] += len(course.scenarios)
    passed["with events"] += course.with_events
    shutil.rmtree(place)


def hold_series(seed: int, folder: Path, passed: Counter[str]) -> None:
    """The same for a series of several pools."""
    place = random_series(seed).write(folder / f"series-{seed}")
    with told(f"series {seed}", place):
        deal, scenario = course_of(seriatim.load(place), seed, place)
        run = SeriesRun.of(deal.model, scenario)
        for law in LAWS:
            law(run)
        if seed % EXACT_EVERY == 0:
            same_in_both(deal, scenario)
            passed["series in both engines"] += 1
        if seed % EXPLAINED_EVERY == EXPLAINED_EVERY // 2:
            series_explains_itself(deal, scenario, Random(seed), run)
            passed["series explained"] += 1
    passed["series of several pools"] += 1
    passed["of them cross-collateralized"] += run.crossed
    shutil.rmtree(place)


@contextmanager
def told(words: str, place: Path) -> Iterator[None]:
    """What breaks inside is told with its seed and the folder of the deal."""
    try:
        yield
    except (Exception, pytest.fail.Exception) as error:
        where = f"seed {words} (python -m tests.soak {words}), deal in {place}"
        raise AssertionError(f"{where}\n{type(error).__name__}: {error}") from error


def same_in_both(deal: Deal, scenario: Scenario) -> None:
    """Both engines give the same figures, to a millionth of the loans."""
    lanes, exact = (simulate(deal.model, [scenario], engine=engine) for engine in ("lanes", "exact"))
    apart = np.abs(lanes.values - exact.values)[..., 0]
    output, month = np.unravel_index(np.argmax(apart), apart.shape)
    pool = min(float(each.balances.pool) for each in deal.model.pools)
    assert apart.max() <= TOLERANCE * pool, f"{lanes.accounts[output]}, distribution {month + 1}: {apart.max()} apart"


def series_explains_itself(deal: Deal, scenario: Scenario, chance: Random, run: SeriesRun) -> None:
    """On one day the statement's cash balances, and some amounts' trees sum."""
    day = chance.randint(1, deal.model.months)
    course = traced_run(deal.model, scenario, day)
    faults = statement_in(course, deal.model, scenario).check()
    assert [fault for fault in faults if not fault.startswith(MOVED_APART)] == [], f"distribution {day}"
    for name, item in chance.sample(sorted(run.values), QUESTIONS):
        if name in run.everyone:
            answer = explain_in(course, Question(name, day, item))
            shown = float(run.values[name, item][day - 1])
            assert replace(answer, shown=shown).check() == (), f"{name} {item} on day {day}"


def _hold(seed: int, course: Course, passed: Counter[str]) -> None:
    run = storm(course)
    for law in ANY_COURSE:
        law(run)
    calm = quiet(course)
    if calm is not None:
        for law in QUIET if knows_its_readings(calm) else (all_is_paid_in_the_end,):
            law(calm)
    one = replace(course, scenarios=course.scenarios[:1])
    if seed % EXACT_EVERY == 0:
        engines_agree(one, run)
        passed["in both engines"] += 1
    if seed % EXPLAINED_EVERY == EXPLAINED_EVERY // 2:
        amounts_explain_themselves(one, run, Random(seed))
        passed["explained"] += 1


def engines_agree(course: Course, lanes: Storm) -> None:
    """The first scenario in the exact engine: the same figures to a millionth of the class, and the same laws."""
    exact = storm(course, engine="exact")
    for law in ANY_COURSE:
        law(exact)
    initial = {name: float(balance) for name, balance in course.model.initial.items()}
    pool = float(lanes.loans("opening_balance")[0, 0])
    scale = np.array([initial.get(key.subject) or pool for key in lanes.flows.accounts])[:, None]
    apart = np.abs(exact.flows.values[:, :, 0] - lanes.flows.values[:, :, 0]) / scale
    output, month = np.unravel_index(np.argmax(apart), apart.shape)
    where = f"{lanes.flows.accounts[output]}, distribution {month + 1}: {apart.max():.3g} of the class balance apart"
    assert apart.max() <= TOLERANCE, f"{where}\n{describe(course.scenarios[0])}"


def amounts_explain_themselves(course: Course, lanes: Storm, chance: Random) -> None:
    """On one day the statement balances, and some amounts' trees sum to what the table shows."""
    (scenario,) = course.scenarios
    day = chance.randint(1, course.model.months)
    found = traced_run(course.model, scenario, day)
    month = statement_in(found, course.model, scenario)
    apart = abs(float(month.closing_gap - month.opening_gap))
    excused = apart <= rounding(lanes) or not balances_are_promised(lanes)
    faults = [fault for fault in month.check() if not (excused and fault.startswith(MOVED_APART))]
    assert faults == [], f"the statement of distribution {day}: {faults}"
    shown_of = {key: found.registers[key] for key in found.plan.reported if key.subject in lanes.everyone}
    for key, register in chance.sample(list(shown_of.items()), QUESTIONS):
        answer = explain_in(found, Question(key.subject, day, key.item, whole=chance.random() < 0.2))
        shown = float(lanes.of(key.subject, key.item)[day - 1, 0])
        assert answer.check() == (), f"{key} on day {day}"
        assert answer.amount == found.value(register, day), f"{key} on day {day}"
        assert replace(answer, shown=shown).check() == (), f"{key} on day {day}, in the table {shown}"
