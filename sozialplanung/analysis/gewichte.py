"""Weights in percent that always add up to 100."""

from __future__ import annotations

from collections.abc import Sequence

from sozialplanung.errors import AnalyseError

GANZ = 100.0
_STELLEN = 9  # so that percent written down and read again are the same


def to_percent(gewichte: Sequence[float]) -> tuple[float, ...]:
    """Any weights ≥ 0 as shares of 100; all zero: equal shares."""
    if any(not gewicht >= 0 for gewicht in gewichte):
        raise AnalyseError("Gewichte: Bitte nur Zahlen ab null.")
    groesstes = max(gewichte, default=0.0)
    # first divided by the largest, so that no sum overflows
    relativ = [gewicht / groesstes if groesstes else 1.0 for gewicht in gewichte]
    summe = sum(relativ)
    return tuple(round(GANZ * gewicht / summe, _STELLEN) for gewicht in relativ)


def redistribute(gewichte: Sequence[float], stelle: int, neu: float) -> tuple[float, ...]:
    """One weight is set to ``neu`` percent; the others keep their proportions to each other and fill up to 100.

    Others that are all zero share what is left equally. A single weight is always 100.
    """
    if not 0 <= neu <= GANZ:
        raise AnalyseError("Gewichte: Bitte eine Zahl von 0 bis 100.")
    if len(gewichte) == 1:
        return (GANZ,)
    andere = [gewicht for i, gewicht in enumerate(gewichte) if i != stelle]
    rest = [(GANZ - neu) * anteil / GANZ for anteil in to_percent(andere)]
    return (*rest[:stelle], neu, *rest[stelle:])
