"""Segregation over the years: two shares as lines, the second as a comparison."""

from __future__ import annotations

import pandas as pd

from sozialplanung.charts.bausteine import records
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.charts.verlauf import Linie, draw_lines


def two_shares(
    tabelle: pd.DataFrame,
    *,
    namen: tuple[str, str],
    achse: str,
    stil: Stil,
    beispiel: bool = False,
    breite: int | None = None,
    hoehe: int = 330,
) -> Spec:
    """The first share as a strong line, the second dashed; in percent, from zero.

    Parameters
    ----------
    tabelle : frame with jahr, eins, zwei (shares 0–1; NaN: no point)
    """
    zeilen = [
        {"jahr": z["jahr"], "bezeichnung": name, "wert": None if z[spalte] is None else 100 * z[spalte]}
        for name, spalte in zip(namen, ("eins", "zwei"), strict=True)
        for z in records(tabelle, ["jahr", "eins", "zwei"])
    ]
    return draw_lines(
        zeilen,
        [Linie(namen[0], stil.farben.primaer), Linie(namen[1], stil.farben.gedaempft, (5, 4))],
        [],
        achse=achse,
        einheit="%",
        stellen=1,
        stil=stil,
        beispiel=beispiel,
        breite=breite or stil.breite,
        hoehe=hoehe,
        fuss=0,
    )
