"""What the Simulator computes: a budget distributed under rules, once per Projekt state and choice."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from sozialplanung.analysis.allocation import VerteilungsError, allocate, money_need_gap
from sozialplanung.errors import AnalyseError
from sozialplanung.formatting import format_euro
from sozialplanung.model import Indikator, Raumebene
from sozialplanung.ui.bedarf import situation
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.geld import Geldwahl


class Regeln(NamedTuple):
    """The settings of a scenario; euro as whole cents.

    ``deckel`` and ``verlust`` None: no limit. ``vorab``: share of the budget that stays with the whole city, 0–1.
    ``fest``: areas whose amount is fixed.
    """

    budget: int
    lambda_: float
    sockel: int = 0
    deckel: int | None = None
    verlust: float | None = None
    runden: int = 1
    vorab: float = 0.0
    fest: tuple[tuple[str, int], ...] = ()

    @property
    def vorab_cent(self) -> int:
        """What stays with the whole city, in whole steps of the rounding."""
        return int(self.budget * self.vorab + 1e-6) // self.runden * self.runden


class Szenario(NamedTuple):
    """What each area gets under the rules.

    ``tabelle``: by gebiet_id bezeichnung, bisher, neu, aenderung (cents), je_kopf (euro). ``abstand``: the
    Geld-Bedarf-Abstand that is left. ``vorab``: cents for the whole city, beside the areas.
    """

    tabelle: pd.DataFrame
    abstand: float
    vorab: int


@remember(256)
def scenario(
    daten: Daten, indikator: Indikator, ebene: Raumebene, jahr: int, wahl: Geldwahl, regeln: Regeln
) -> Szenario:
    """Distribute the budget over the areas whose persons and need are known, and those whose amount is fixed."""
    alle = situation(daten, indikator, ebene, jahr, wahl).tabelle
    fest = pd.Series(dict(regeln.fest), dtype=float).reindex(alle.index)
    dabei = alle["menge"].notna() | fest.notna()
    da, fest = alle[dabei], fest[dabei]
    bisher = (da["eur"] * 100).round().astype("int64")
    namen = da["bezeichnung"].to_numpy()
    try:
        neu = allocate(
            regeln.budget - regeln.vorab_cent,
            da["personen"].set_axis(namen),
            da["satz"].set_axis(namen),
            regeln.lambda_,
            sockel_cent=regeln.sockel,
            deckel_cent=regeln.deckel,
            bisher_cent=None if regeln.verlust is None else bisher,
            max_verlust=regeln.verlust,
            runden_auf_cent=regeln.runden,
            fest_cent=fest if regeln.fest else None,
        )
    except VerteilungsError as fehler:
        if not regeln.vorab_cent or "Budget" not in fehler.einstellungen:
            raise
        ganz, vorab = format_euro(regeln.budget / 100, 2), format_euro(regeln.vorab_cent / 100, 2)
        raise AnalyseError(f"{fehler} Von {ganz} bleiben {vorab} vorab gesamtstädtisch.") from None
    tabelle = pd.DataFrame(
        {
            "bezeichnung": da["bezeichnung"],
            "bisher": bisher,
            "neu": neu,
            "aenderung": neu - bisher.to_numpy(),
            "je_kopf": neu / 100 / da["personen"].where(da["personen"] > 0),
        },
        index=da.index,
    )
    return Szenario(tabelle, money_need_gap(tabelle["neu"], da["menge"]), regeln.vorab_cent)
