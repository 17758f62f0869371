"""Writing results past the processor's cache.

The outputs of a block lie far apart in the result, and nobody reads them soon. An ordinary store first fetches each
line of memory, only to overwrite it; a streaming one does not, which halves the traffic when thousands of scenarios
run.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types
from numba.core.cgutils import int32_t
from numba.extending import intrinsic, overload
from numpy.typing import NDArray


def put(row: NDArray[np.float64], lane: int, value: float) -> None:
    """``row[lane] = value``; a streaming store where it is compiled."""
    row[lane] = value


@intrinsic
def _stream(_typing: Any, row: Any, _lane: Any, _value: Any) -> Any:
    """The store as LLVM knows it, marked as one whose line need not be read."""

    def _generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        store = builder.store(arguments[2], builder.gep(data, [arguments[1]]), align=8)
        store.set_metadata("nontemporal", builder.module.add_metadata([int32_t(1)]))
        return context.get_dummy_value()

    return types.void(row, types.uint64, types.float64), _generate


@overload(put, strict=False)
def _compiled_put(_row: Any, _lane: Any, _value: Any) -> Any:
    def compiled(row: Any, lane: Any, value: Any) -> None:
        _stream(row, lane, value)  # type: ignore[call-arg]

    return compiled
