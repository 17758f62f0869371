"""Payment rules in prospectus English: First, Second; A., B.; sequentially, concurrently, until."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from seriatim.basics.rates import format_rate
from seriatim.basics.words import listed, ordinal, plural
from seriatim.deal.english import Paragraph, classes, letter, sentence
from seriatim.deal.payment_rules.terms import PaymentRule
from seriatim.deal.schedules.terms import Schedule


def describe_rules(
    rules: Sequence[PaymentRule], schedules: Iterable[Schedule], depth: int = 1
) -> tuple[Paragraph, ...]:
    """A list of rules, one clause each; a single rule stands without "First"."""
    writer = _Writer(schedules)
    if len(rules) == 1:
        return tuple(writer.clause(rules[0], Paragraph("", depth), level=0))
    clauses = (writer.clause(rule, Paragraph("", depth, f"{ordinal(at)},"), level=0) for at, rule in enumerate(rules))
    return tuple(item for clause in clauses for item in clause)


class _Writer:
    """Writes the clauses of one list; remembers which balances have stopped a class, to say when none does any more."""

    def __init__(self, schedules: Iterable[Schedule]) -> None:
        self._schedules = {schedule.name: schedule for schedule in schedules}
        self._stopped: dict[str, str] = {}

    def clause(self, rule: PaymentRule, at: Paragraph, *, level: int, until: str | None = None) -> Iterator[Paragraph]:
        """One rule as a point of a list, the rules inside it below; ``until`` is the limit of a rule around it."""
        source = f" [{rule.source}]" if rule.source else ""
        if _is_phrase(rule):
            yield _pointed(at, f"{self._phrase(rule)}{self._end(rule, until)}", source)
        else:
            word = "sequentially as follows" if rule.sequentially else "concurrently"
            yield _pointed(at, f"{word}{self._end(rule, until, whole=False)}:", source)
            yield from self._inner(rule, at.depth + 1, level, rule.until or until)
        if rule.until:
            self._stopped.update(dict.fromkeys(rule.class_names(), rule.until))

    def _inner(self, rule: PaymentRule, depth: int, level: int, until: str | None) -> Iterator[Paragraph]:
        """The rules inside a rule, as points below it."""
        for position, inner in enumerate(rule.sequentially or ()):
            yield from self.clause(inner, Paragraph("", depth, letter(position, level)), level=level + 1, until=until)
        for share in rule.concurrently or ():
            at = Paragraph("", depth, f"· {format_rate(share.percent)}")
            yield from self.clause(share.rule, at, level=level, until=until)

    def _phrase(self, rule: PaymentRule) -> str:
        """The classes that are paid, in one breath."""
        if rule.NAS:
            return f"to {classes(rule.NAS)}, the amounts determined under 'NAS classes'"
        if rule.pro_rata:
            return f"concurrently to {classes(rule.pro_rata)}, in proportion to their principal balances"
        if rule.concurrently:
            sides = [f"{format_rate(share.percent)} {self._phrase(share.rule)}" for share in rule.concurrently]
            return f"concurrently, {listed(sides)}"
        if rule.sequentially:
            return f"sequentially to {classes(rule.class_names())}, in that order"
        return f"to class {rule.to}"

    def _end(self, rule: PaymentRule, until: str | None, *, whole: bool = True) -> str:
        """The balance to which the classes of a rule are paid; ``whole`` if no rule inside it says so."""
        names = list(dict.fromkeys(rule.class_names()))
        ending = f", {self._last(rule)}" if rule.ends_with else ""
        if rule.until:
            return f", until {self._reduced(names, rule.until)}{ending}"
        if rule.NAS or until or not whole:
            return ending
        balances = plural(len(names), "its principal balance is", "their principal balances are")
        return f"{self._without_regard(names)}, until {balances} reduced to zero{ending}"

    def _reduced(self, names: list[str], name: str) -> str:
        """The scheduled balance that stops the classes."""
        schedule = self._schedules.get(name)
        if schedule is not None and schedule.together and len(names) > 1:
            return f"their aggregate principal balance is reduced to their aggregate {name} for that distribution day"
        if len(names) == 1:
            return f"its principal balance is reduced to its {name} for that distribution day"
        return f"their principal balances are reduced to their {_many(name)} for that distribution day"

    def _last(self, rule: PaymentRule) -> str:
        """The classes that end the clause."""
        point = f"reduced to {plural(len(rule.ends_with), 'its', 'their')} {rule.until}" if rule.until else "paid off"
        verb = plural(len(rule.ends_with), "is", "are")
        return f"the clause ending when {classes(rule.ends_with)} {verb} {point}"

    def _without_regard(self, names: list[str]) -> str:
        """Schedules that have stopped the classes before, and do so no more."""
        stopped = {name: self._stopped[name] for name in names if name in self._stopped}
        if not stopped:
            return ""
        groups = [
            self._balance_of([name for name, stop in stopped.items() if stop == schedule], schedule, names)
            for schedule in dict.fromkeys(stopped.values())
        ]
        return f", without regard to {listed(groups)}"

    def _balance_of(self, stopped: list[str], name: str, names: list[str]) -> str:
        """The balance at which classes stopped before; without their names if they are all that the rule pays."""
        schedule = self._schedules.get(name)
        together = schedule is not None and schedule.together and len(schedule.classes) > 1
        if stopped != names:
            return f"the {'aggregate ' if together else ''}{name} of {classes(stopped)}"
        if len(names) == 1:
            return f"its {name}"
        return f"their aggregate {name}" if together else f"their {_many(name)}"


def _pointed(at: Paragraph, text: str, source: str) -> Paragraph:
    """The point with its text: a sentence after a letter or without a mark, the rest of one after "First,"."""
    text = sentence(text) if not at.marker or at.marker.endswith((".", ")")) else text
    text = text if text.endswith((".", ":")) else f"{text}."
    return Paragraph(f"{text}{source}", at.depth, at.marker)


def _is_phrase(rule: PaymentRule) -> bool:
    """True for a rule that is said in one breath: nothing inside it stops at a balance or divides again."""
    if rule.sequentially:
        return all(inner.to and not inner.until and not inner.ends_with for inner in rule.sequentially)
    sides = [share.rule for share in rule.concurrently or ()]
    return all(_is_phrase(side) and not (side.concurrently or side.until or side.ends_with) for side in sides)


def _many(name: str) -> str:
    """More than one balance of a schedule."""
    return f"{name}s" if name.endswith("balance") else name
