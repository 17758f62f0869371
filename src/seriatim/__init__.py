"""Seriatim: mortgage-backed securities from the prospectus, run and checked.

>>> import seriatim
>>> deal = seriatim.load("cmsi-1999-7")
>>> deal
<Deal CMSI 1999-7: 17 classes, 2 loan lines, $248,950,358.60>
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seriatim.api.deal import Deal, Run
    from seriatim.api.library import deals, load
    from seriatim.api.retail import Holders
    from seriatim.basics.problems import Problem, ProblemsError
    from seriatim.collateral.events import Events
    from seriatim.collateral.libor import Quotations, fix_libor
    from seriatim.collateral.scenario import Liquidation, Scenario

__version__ = "0.1.0"

__all__ = [
    "Deal",
    "Events",
    "Holders",
    "Liquidation",
    "Problem",
    "ProblemsError",
    "Quotations",
    "Run",
    "Scenario",
    "deals",
    "fix_libor",
    "load",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for, when it is asked for: `import seriatim` itself stays fast."""
    homes = {
        "Deal": "seriatim.api.deal",
        "Run": "seriatim.api.deal",
        "deals": "seriatim.api.library",
        "load": "seriatim.api.library",
        "Problem": "seriatim.basics.problems",
        "ProblemsError": "seriatim.basics.problems",
        "Holders": "seriatim.api.retail",
        "Events": "seriatim.collateral.events",
        "Liquidation": "seriatim.collateral.scenario",
        "Scenario": "seriatim.collateral.scenario",
        "Quotations": "seriatim.collateral.libor",
        "fix_libor": "seriatim.collateral.libor",
    }
    if name not in homes:
        raise AttributeError(f"module 'seriatim' has no attribute {name!r}")
    return getattr(importlib.import_module(homes[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
