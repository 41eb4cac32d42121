"""Segregation by year: the correction takes off much of what chance adds, and stays away where it is impossible."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sozialplanung.analysis.trennung import segregation_by_year


def test_half_of_what_chance_makes_of_a_small_group_is_taken_off() -> None:
    rng = np.random.default_rng(3)
    frame = pd.concat(
        [
            pd.DataFrame({"jahr": jahr, "zaehler": rng.multinomial(200, np.full(40, 1 / 40)), "nenner": 1000.0})
            for jahr in range(2010, 2020)
        ]
    )
    tabelle = segregation_by_year(frame)
    # Five persons per area scatter by √5: the raw index shows about 0,18 where nobody is separated at all. Draws from
    # the shares as counted, which hold that scatter already, take off half of it.
    assert tabelle["trennung"].mean() > 0.15
    assert tabelle["trennung_korrigiert"].mean() < 0.6 * tabelle["trennung"].mean()


def test_decimals_have_no_correction() -> None:
    frame = pd.DataFrame({"jahr": 2020, "zaehler": [1.5, 3.0], "nenner": [10.0, 10.0]})
    assert segregation_by_year(frame)["trennung_korrigiert"].isna().all()
