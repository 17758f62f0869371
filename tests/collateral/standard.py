"""The SFA standard formulas for one loan, cohort by cohort, in plain Python: nothing shared with the kernel."""

from collections.abc import Callable
from dataclasses import dataclass, field

Rate = Callable[[int], float]
"""The monthly rate of distribution i, from 1."""


@dataclass
class Cohort:
    """The loans that defaulted in one month."""

    since: int
    at_default: float
    balance: float


@dataclass
class StandardLoan:
    """A loan under the market's default assumptions, with the options of `Conventions`."""

    balance: float
    gross_rate_annual: float
    remaining_term_months: int
    remaining_io_months: int
    smm: Rate
    mdr: Rate
    severity: float
    lag_months: int = 12
    advancing: str = "principal and interest"
    severity_base: str = "default"
    late: bool = False
    cohorts: list[Cohort] = field(default_factory=list)

    def fraction(self, i: int) -> float:
        left, r = self.remaining_term_months - i + 1, self.gross_rate_annual / 12
        if i <= self.remaining_io_months:
            return 0.0
        return 1 / left if r == 0 or left == 1 else r / ((1 + r) ** left - 1)

    def run(self) -> list[dict[str, float]]:
        performing, months = self.balance, []
        for i in range(1, self.remaining_term_months + 1):
            row, performing = self.month(i, performing)
            months.append(row)
        return months

    def month(self, i: int, performing: float) -> tuple[dict[str, float], float]:
        opening = performing + sum(cohort.balance for cohort in self.cohorts)
        s = self.fraction(i)
        late = i > self.remaining_term_months - self.lag_months
        new = 0.0 if late and not self.late else performing * self.mdr(i)
        self.cohorts.append(Cohort(i, new, new))
        not_paying = sum(cohort.balance for cohort in self.cohorts)
        proceeds, loss = self.liquidate(i)
        scheduled = (performing - new) * s
        prepaid = min(performing * (1 - s) * self.smm(i), performing - new - scheduled)
        performing = performing - new - scheduled - prepaid
        if self.advancing == "principal and interest":
            for cohort in self.cohorts:
                scheduled += cohort.balance * s
                cohort.balance -= cohort.balance * s
        delinquent = sum(cohort.balance for cohort in self.cohorts)
        row = {
            "opening_balance": opening,
            "balance": performing + delinquent,
            "scheduled_principal": scheduled,
            "prepayment": prepaid,
            "default": new,
            "liquidation_proceeds": proceeds,
            "loss": loss,
            "delinquent": delinquent,
            "paying": opening - (not_paying if self.advancing == "none" else 0.0),
        }
        return row, performing

    def liquidate(self, i: int) -> tuple[float, float]:
        """What is due after the lag; on the last day of the loan, also what waits without amortizing."""
        last = i == self.remaining_term_months and self.advancing != "principal and interest"
        due = [cohort for cohort in self.cohorts if last or cohort.since == i - self.lag_months]
        self.cohorts = [cohort for cohort in self.cohorts if cohort not in due]
        balance = sum(cohort.balance for cohort in due)
        at_default = sum(cohort.at_default for cohort in due)
        loss = self.severity * (at_default if self.severity_base == "default" else balance)
        return balance - min(loss, balance), min(loss, balance)
