"""Prepayment and default models, and the monthly rates they give each scenario."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from seriatim.basics.arrays import Floats, Integers
from seriatim.collateral.conventions import ADVANCING, Conventions
from seriatim.collateral.events import Events
from seriatim.collateral.scenario import Scenario, Vector

Flags = NDArray[np.bool_]

PSA_RAMP_MONTHS = 30
"""From this model month on the PSA curve is level."""
SDA_LAST_MONTH = 120
"""From this model month on the SDA curve is level."""


def _model_months(month: float | Integers) -> Floats:
    months = np.asarray(month, dtype=np.float64)
    if not np.all(months >= 1):
        raise ValueError("a model month is 1 or more: the first distribution is month age + 1")
    return months


def psa_cpr(month: float | Integers, percent: float | Floats = 100.0) -> Floats:
    """CPR of a loan in model month `month` at `percent` of the PSA model, a decimal capped at 1.

    CPR = percent/100 x 0.2 % x min(month, 30). Raises ValueError below month 1.

    Source: supplement 2006-6, The prepayment model; requirements PREP-01.

    >>> [round(float(psa_cpr(month)), 6) for month in (1, 2, 3, 30, 360)]
    [0.002, 0.004, 0.006, 0.06, 0.06]
    """
    ramp = 0.06 * np.minimum(_model_months(month), PSA_RAMP_MONTHS) / PSA_RAMP_MONTHS
    return np.minimum(ramp * (np.asarray(percent) / 100), 1.0)


def sda_cdr(month: float | Integers, percent: float | Floats = 100.0) -> Floats:
    """CDR of a loan in model month `month` at `percent` of the SDA model, a decimal capped at 1.

    At 100 %: 0.02 % x month to month 30; 0.60 % to 60; 0.0095 % less each month from 61 to 120; 0.03 % after.
    Raises ValueError below month 1.

    Source: core prospectus 2006-6, The default model; requirements PREP-03.

    >>> [round(float(sda_cdr(month)), 6) for month in (1, 30, 60, 61, 120, 121)]
    [0.0002, 0.006, 0.006, 0.005905, 0.0003, 0.0003]
    """
    months = _model_months(month)
    rise = 0.006 * np.minimum(months, 30) / 30
    fall = 0.000095 * np.clip(months - 60, 0, 60)
    return np.minimum((rise - fall) * (np.asarray(percent) / 100), 1.0)


def monthly_rate(annual: float | Floats, exponent: float | Floats = 1 / 12) -> Floats:
    """The rate of a month that gives the annual one: SMM = 1 - (1 - CPR)^exponent; MDR from CDR likewise.

    >>> round(float(monthly_rate(0.06)), 8)
    0.00514301
    """
    return 1.0 - np.power(1.0 - np.asarray(annual, dtype=np.float64), exponent)


@dataclass(frozen=True, eq=False)
class RateTable:
    """Monthly rates (SMM or MDR, decimals) of many scenarios, `[row, scenario]`; the last row holds.

    Row r is model month r + 1 of each loan where `by_age` is true, else distribution r + 1. A scenario whose
    *percent of the model* changes by distribution month has no such table, since its rate depends on both; its
    percents stand in `percents` and `for_age` works out its rates.
    """

    rates: Floats
    by_age: Flags
    percents: dict[int, Floats]
    curve: Callable[[Integers, Floats], Floats]
    exponent: Floats

    def layout(self) -> Integers:
        """Layout of the rates of each scenario: 0 by model month, 1 by distribution, 2 by both."""
        layout = np.where(self.by_age, 0, 1)
        layout[list(self.percents)] = 2
        return layout

    def is_zero(self) -> Flags:
        """True for the scenarios that have a rate of 0 throughout, shape `[scenario]`."""
        zero: Flags = ~np.any(self.rates, axis=0)
        for scenario, percents in self.percents.items():
            zero[scenario] = not np.any(percents)
        return zero

    def block(self, first: int, last: int) -> "RateTable":
        """The rates of the scenarios `first` to `last` (exclusive)."""
        percents = {place - first: self.percents[place] for place in range(first, last) if place in self.percents}
        by_age, exponent = self.by_age[first:last], self.exponent[first:last]
        return RateTable(self.rates[:, first:last], by_age, percents, self.curve, exponent)

    def for_age(self, scenario: int, age_months: int, months: int) -> Floats:
        """The rates of one scenario for a loan of this age, by distribution month, shape `[month]`."""
        distribution = np.arange(months)
        if scenario not in self.percents:
            offset = age_months if self.by_age[scenario] else 0
            rows: Floats = self.rates[:, scenario]
            return rows[np.minimum(distribution + offset, len(rows) - 1)]
        percents = self.percents[scenario]
        annual = self.curve(distribution + age_months + 1, percents[np.minimum(distribution, len(percents) - 1)])
        return monthly_rate(annual, self.exponent[scenario])


@dataclass(frozen=True, eq=False)
class Drivers:
    """Speeds, losses and events of the loans in many scenarios: resolved, numeric, one entry per `[scenario]`.

    `advances_principal` and `stops_paying` (interest) say what is paid on defaulted loans until liquidation;
    `severity_at_default` and `severity_at_liquidation` hold the severity on its base and 0 on the other. The
    `events` come on top in each scenario alike. `first` is the place of the first of a block's scenarios among all.
    """

    prepayment: RateTable
    default: RateTable
    severity_at_default: Floats
    severity_at_liquidation: Floats
    lag_months: Integers
    advances_principal: Flags
    stops_paying: Flags
    late_defaults: Flags
    liquidated_each_month: Floats
    liquidation_first: Integers
    liquidation_last: Integers
    events: Events | None = None
    first: int = 0

    def __len__(self) -> int:
        return len(self.lag_months)

    def block(self, first: int, last: int) -> "Drivers":
        """The drivers of the scenarios `first` to `last` (exclusive).

        Raises ValueError for scenarios that are not among them.
        """
        if not 0 <= first <= last <= len(self):
            raise ValueError(f"scenarios {first} to {last} are not among the {len(self)} of the drivers")
        return Drivers(
            prepayment=self.prepayment.block(first, last),
            default=self.default.block(first, last),
            severity_at_default=self.severity_at_default[first:last],
            severity_at_liquidation=self.severity_at_liquidation[first:last],
            lag_months=self.lag_months[first:last],
            advances_principal=self.advances_principal[first:last],
            stops_paying=self.stops_paying[first:last],
            late_defaults=self.late_defaults[first:last],
            liquidated_each_month=self.liquidated_each_month[first:last],
            liquidation_first=self.liquidation_first[first:last],
            liquidation_last=self.liquidation_last[first:last],
            events=self.events,
            first=self.first + first,
        )

    @cached_property
    def has_defaults(self) -> Flags:
        """True for the scenarios that have defaults or liquidations; any may have with events."""
        liquidates: Flags = (self.liquidated_each_month > 0) | (self.events is not None)
        return liquidates | ~self.default.is_zero()

    @cached_property
    def alike(self) -> Integers:
        """A number for each scenario, the same for those that the projection can run side by side.

        Those have the same lag, if they have defaults, and read their rates by the same month.
        """
        defaults = self.has_defaults
        path: Integers = np.where(defaults, 1 + self.lag_months, 0) * 9
        return path + self.prepayment.layout() * 3 + np.where(defaults, self.default.layout(), 0)


@dataclass(frozen=True)
class _Model:
    """A model curve, the scenario field of its percents, the fields of other speeds, and where it turns level."""

    field: str
    other_fields: tuple[str, ...]
    curve: Callable[[Integers, Floats], Floats]
    level_from: int

    def stated(self, scenario: Scenario) -> tuple[str, Vector]:
        """The field in which a scenario states its speed, and the speed; 0 % of the model when it states none."""
        for name in (self.field, *self.other_fields):
            value: Vector | None = getattr(scenario, name)
            if value is not None:
                return name, value
        return self.field, 0.0


class _Speeds:
    """The speeds of many scenarios sorted by kind: flags, values and vectors by scenario."""

    def __init__(self, model: _Model, scenarios: Sequence[Scenario], months: int) -> None:
        names, values = zip(*[model.stated(scenario) for scenario in scenarios], strict=True)
        self.model = model
        self.in_percent = np.array([name == model.field for name in names])
        self.annual = np.array([name in ("cpr", "cdr") for name in names])
        self.is_vector = np.array([isinstance(value, tuple) for value in values])
        self.value = np.array([0.0 if isinstance(value, tuple) else value for value in values])
        self.vectors = {i: np.array(values[i])[:months] for i in np.flatnonzero(self.is_vector).tolist()}

    @property
    def curved(self) -> Flags:
        """The scenarios that follow the model's curve at one percentage above 0."""
        return self.in_percent & (self.value > 0)

    def rows(self) -> int:
        """The rows after which no rate changes any more."""
        stated = [len(vector) for i, vector in self.vectors.items() if not self.in_percent[i]]
        return max([1, *stated, self.model.level_from if self.curved.any() else 1])


def _rate_table(speeds: _Speeds, exponent: Floats) -> RateTable:
    """The monthly rates of the speeds; powers are taken only for rows that differ (30 of PSA, 120 of SDA)."""
    model, curved, rows = speeds.model, speeds.curved, speeds.rows()
    rates = np.zeros((rows, len(exponent)))
    ramp = min(rows, model.level_from)
    months = np.arange(1, ramp + 1)[:, None]
    rates[:ramp, curved] = monthly_rate(model.curve(months, speeds.value[curved]), exponent[curved])
    rates[ramp:, curved] = rates[ramp - 1, curved]
    stated = ~speeds.in_percent
    rates[:, stated] = _monthly(speeds, exponent)[stated]
    for i, vector in speeds.vectors.items():
        if stated[i]:
            monthly = monthly_rate(vector, exponent[i]) if speeds.annual[i] else vector
            rates[:, i] = monthly[np.minimum(np.arange(rows), len(monthly) - 1)]
    percents = {i: vector for i, vector in speeds.vectors.items() if speeds.in_percent[i]}
    return RateTable(rates, ~speeds.is_vector, percents, model.curve, exponent)


def _monthly(speeds: _Speeds, exponent: Floats) -> Floats:
    """The monthly rate of each constant CPR, CDR or SMM, `[scenario]`."""
    annual = np.where(speeds.annual, speeds.value, 0.0)
    return np.where(speeds.annual, monthly_rate(annual, exponent), speeds.value)


def _severities(scenarios: Sequence[Scenario], resolved: Sequence[Conventions]) -> tuple[Floats, Floats]:
    """Severity of the balance at default and of the balance at liquidation; one of the two is 0."""
    severity = np.array([scenario.severity for scenario in scenarios])
    at_default = np.array([conventions.severity_base == "default" for conventions in resolved])
    return severity * at_default, severity * ~at_default


def _liquidations(scenarios: Sequence[Scenario]) -> tuple[Floats, Integers, Integers]:
    """Fraction of the initial balance liquidated a month, first and last distribution; 0, 1, 0 without."""
    plans = [scenario.liquidate for scenario in scenarios]
    fraction = np.array([plan.fraction / plan.distributions if plan else 0.0 for plan in plans])
    first = np.array([plan.first if plan else 1 for plan in plans], dtype=np.int64)
    last = np.array([plan.last if plan else 0 for plan in plans], dtype=np.int64)
    return fraction, first, last


def drivers(
    scenarios: Sequence[Scenario], *, conventions: Conventions, months: int, events: Events | None = None
) -> Drivers:
    """The scenarios resolved for the projection, at the deal's `conventions` where a scenario states none.

    Vectors are read up to `months` distributions. Scenarios of all kinds may stand in one list. Raises ValueError
    for an empty list.

    >>> table = drivers([Scenario(psa=100), Scenario(cpr=0.06)], conventions=Conventions(), months=360).prepayment
    >>> table.for_age(0, age_months=4, months=2).round(6).tolist()
    [0.000837, 0.001006]
    """
    psa = _Model("psa", ("cpr", "smm"), psa_cpr, PSA_RAMP_MONTHS)
    sda = _Model("sda", ("cdr",), sda_cdr, SDA_LAST_MONTH)
    if not scenarios:
        raise ValueError("no scenarios: a projection runs at least one")
    resolved = [scenario.conventions(conventions) for scenario in scenarios]
    smm_exponent = np.array([each.smm_exponent for each in resolved])
    mdr_exponent = np.full(len(resolved), 1 / 12)
    severity_at_default, severity_at_liquidation = _severities(scenarios, resolved)
    fraction, first, last = _liquidations(scenarios)
    return Drivers(
        prepayment=_rate_table(_Speeds(psa, scenarios, months), smm_exponent),
        default=_rate_table(_Speeds(sda, scenarios, months), mdr_exponent),
        severity_at_default=severity_at_default,
        severity_at_liquidation=severity_at_liquidation,
        lag_months=np.array([each.lag_months for each in resolved], dtype=np.int64),
        advances_principal=np.array([each.advancing == ADVANCING[0] for each in resolved], dtype=bool),
        stops_paying=np.array([each.advancing == "none" for each in resolved], dtype=bool),
        late_defaults=np.array([each.defaults_in_last_lag_months for each in resolved], dtype=bool),
        liquidated_each_month=fraction,
        liquidation_first=first,
        liquidation_last=last,
        events=events,
    )
