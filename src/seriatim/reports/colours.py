"""Colours for the classes of a deal: as many as it has, in order, neighbours easy to tell apart."""

import math

_FIRST_HUE, _HUE_SWEEP = 262.0, -312.0
_LIGHT, _DARK, _CHROMA = 0.83, 0.70, 0.095


def class_colours(count: int) -> tuple[str, ...]:
    """`count` colours, `#rrggbb`, for the classes of a deal in its order: strata from blue by green and gold to rose.

    The hue runs once round, so that a class has the colour of its place; lightness alternates, so that neighbours
    differ. All carry dark text and stand on white and on black paper. Made in OKLCH, where equal steps look equal.

    >>> class_colours(2)
    ('#a6c8ff', '#b18ecb')
    """
    step = _HUE_SWEEP / max(count - 1, 1)
    return tuple(
        _hex(_LIGHT if place % 2 == 0 else _DARK, _CHROMA, math.radians(_FIRST_HUE + step * place))
        for place in range(count)
    )


def _hex(lightness: float, chroma: float, hue: float) -> str:
    """OKLCH as sRGB. Source: B. Ottosson, A perceptual color space for image processing (2020)."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return "#" + "".join(f"{_channel(linear):02x}" for linear in (red, green, blue))


def _channel(linear: float) -> int:
    clipped = min(max(linear, 0.0), 1.0)
    encoded = 12.92 * clipped if clipped <= 0.0031308 else 1.055 * clipped ** (1 / 2.4) - 0.055
    return round(255 * encoded)
