"""Seriatim: mortgage-backed securities from the prospectus, run and checked.

>>> import seriatim
>>> deal = seriatim.load("cmsi-1999-7")
>>> deal
<Deal CMSI 1999-7: 17 classes, 2 loan lines, $248,950,358.60>
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seriatim.api.check import check as check
    from seriatim.api.deal import Deal as Deal
    from seriatim.api.deal import Run as Run
    from seriatim.api.describe import describe as describe
    from seriatim.api.library import deals as deals
    from seriatim.api.library import load as load
    from seriatim.api.retail import RetailHoldings as RetailHoldings
    from seriatim.api.tie_out import tie_out as tie_out
    from seriatim.basics.problems import Problem as Problem
    from seriatim.basics.problems import ProblemsError as ProblemsError
    from seriatim.collateral.events import Events as Events
    from seriatim.collateral.libor import Quotations as Quotations
    from seriatim.collateral.libor import fix_libor as fix_libor
    from seriatim.collateral.scenario import Liquidation as Liquidation
    from seriatim.collateral.scenario import Scenario as Scenario
    from seriatim.explain.build_tree import Detail as Detail

__version__ = "0.1.0"

_HOMES: Mapping[str, str] = {
    "Deal": "api.deal",
    "Detail": "explain.build_tree",
    "Events": "collateral.events",
    "Liquidation": "collateral.scenario",
    "Problem": "basics.problems",
    "ProblemsError": "basics.problems",
    "Quotations": "collateral.libor",
    "RetailHoldings": "api.retail",
    "Run": "api.deal",
    "Scenario": "collateral.scenario",
    "check": "api.check",
    "deals": "api.library",
    "describe": "api.describe",
    "fix_libor": "collateral.libor",
    "load": "api.library",
    "tie_out": "api.tie_out",
}
"""The face of the package: each name with the module it is imported from when it is asked for."""

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    """Import what is asked for, when it is asked for: `import seriatim` itself stays fast."""
    if name not in _HOMES:
        raise AttributeError(f"module 'seriatim' has no attribute {name!r}")
    return getattr(importlib.import_module(f"seriatim.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*_HOMES, "__version__"])
