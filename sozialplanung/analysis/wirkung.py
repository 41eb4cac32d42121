"""What is known of a Maßnahme having its effect: how its Indikator moved since, what it did, whether it is on time."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Hashable, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

import pandas as pd

from sozialplanung.analysis.rates import wilson_interval
from sozialplanung.model import Wunschrichtung

_REIHE = ["jahr", "zaehler", "nenner", "wert"]


class Bewegung(StrEnum):
    """Whether an Indikator moved as it was wished. It never says why."""

    GEWUENSCHT = "wie gewünscht"
    ENTGEGEN = "anders als gewünscht"
    UNKLAR = "kein klarer Unterschied"
    OFFEN = "noch nicht zu sagen"


class Entwicklung(NamedTuple):
    """An Indikator before a Maßnahme began and now; ``unten``, ``oben``: 95 % interval of the change, NaN if unknown.

    ``davor``: the first figure is older than the Maßnahme; else it is the first there is.
    """

    von_jahr: int
    bis_jahr: int
    von: float
    bis: float
    unten: float
    oben: float
    davor: bool

    @property
    def differenz(self) -> float:
        return self.bis - self.von


class Lage(StrEnum):
    """Where a milestone stands on a given day."""

    ERREICHT = "erreicht"
    SPAETER = "später erreicht"
    OFFEN = "offen"
    UEBERFAELLIG = "überfällig"


def series_of(werte: pd.DataFrame, gebiete: Collection[str], faktor: float) -> pd.DataFrame:
    """An Indikator of several areas together, year by year: counts are added, then divided.

    Parameters
    ----------
    werte : frame[gebiet_id, jahr, zaehler, nenner, wert] as ``load_indikatorwerte`` returns it
    gebiete : the areas; those without a row in a year count as missing
    faktor : of the Indikator, e.g. 100 for percent

    Returns
    -------
    frame[jahr, zaehler, nenner, wert], ascending; only years in which every one of the areas has its counts. Of a
    single area also figures that came without counts; several of them cannot be put together.
    """
    hier = werte[werte["gebiet_id"].isin(set(gebiete)) & werte["wert"].notna()]
    if len(set(gebiete)) == 1:
        return hier[_REIHE].sort_values("jahr", ignore_index=True)
    ohne_nenner = bool(hier["nenner"].isna().all())
    mit = hier[hier["zaehler"].notna() & (hier["nenner"].notna() | ohne_nenner)]
    gruppen = mit.groupby("jahr")
    summen = gruppen[["zaehler", "nenner"]].sum(min_count=1)
    summen = summen[gruppen["gebiet_id"].nunique() == len(set(gebiete))]
    nenner = 1 if ohne_nenner else summen["nenner"].where(summen["nenner"] > 0)
    return summen.assign(wert=summen["zaehler"] / nenner * faktor).dropna(subset=["wert"]).reset_index()[_REIHE]


def development(reihe: pd.DataFrame, beginn: int, faktor: float) -> Entwicklung | None:
    """From the last year before a Maßnahme began to the newest one; None with fewer than two years.

    Parameters
    ----------
    reihe : frame[jahr, zaehler, nenner, wert], see ``series_of``
    beginn : the year in which the Maßnahme began. Without a figure before it the first one counts (``davor`` False).
    faktor : of the Indikator

    Returns
    -------
    Entwicklung; the interval is that of the difference of two independent shares, Newcombe's hybrid score method
    (method 10), in the unit of the Indikator: d − √((p₂−l₂)² + (u₁−p₁)²) … d + √((u₂−p₂)² + (p₁−l₁)²) with Wilson's
    bounds l, u. NaN where there are no counts or the numerator is no part of its denominator. Source: Newcombe,
    Statistics in Medicine 17 (1998).
    """
    da = reihe.dropna(subset=["wert"]).sort_values("jahr")
    davor = da[da["jahr"] < beginn]
    if len(da) < 2 or da["jahr"].iloc[-1] < beginn:
        return None
    erste = (davor.iloc[-1] if len(davor) else da.iloc[0]).to_dict()
    letzte = da.iloc[-1].to_dict()
    unten, oben = _difference_interval(erste, letzte, faktor)
    return Entwicklung(
        int(erste["jahr"]), int(letzte["jahr"]), float(erste["wert"]), float(letzte["wert"]), unten, oben,
        bool(len(davor)),
    )  # fmt: skip


def _difference_interval(
    erste: Mapping[Hashable, Any], letzte: Mapping[Hashable, Any], faktor: float
) -> tuple[float, float]:
    anteile = []
    for zeile in (erste, letzte):
        x, n = float(zeile["zaehler"]), float(zeile["nenner"])
        if math.isnan(x) or math.isnan(n) or not 0 <= x <= n or n == 0:
            return math.nan, math.nan
        grenzen = wilson_interval(x, n)
        anteile.append((x / n, float(grenzen.unten), float(grenzen.oben)))
    (p1, l1, u1), (p2, l2, u2) = anteile
    d = p2 - p1
    return (d - math.hypot(p2 - l2, u1 - p1)) * faktor, (d + math.hypot(u2 - p2, p1 - l1)) * faktor


def judge(entwicklung: Entwicklung | None, wunsch: str | None) -> Bewegung:
    """Did it move as wished? A change within its interval is none; without an interval its sign decides.

    »gleich bleiben« is met by a change that its interval does not tell from none; without an interval only by none.
    """
    if entwicklung is None or wunsch is None:
        return Bewegung.OFFEN
    d = entwicklung.differenz
    bekannt = not math.isnan(entwicklung.unten)
    unklar = entwicklung.unten <= 0 <= entwicklung.oben if bekannt else d == 0
    if wunsch == Wunschrichtung.GLEICH:
        if unklar:
            return Bewegung.GEWUENSCHT
        return Bewegung.ENTGEGEN if bekannt else Bewegung.UNKLAR
    if unklar:
        return Bewegung.UNKLAR
    return Bewegung.GEWUENSCHT if (d < 0) == (wunsch == Wunschrichtung.SINKEN) else Bewegung.ENTGEGEN


def outputs(leistungen: pd.DataFrame) -> pd.DataFrame:
    """Add ``anteil``, Ist ÷ Soll; missing where one of them is missing or hidden, or where nothing was planned."""
    soll = leistungen["soll"].astype(float)
    return leistungen.assign(anteil=leistungen["ist"].astype(float) / soll.where(soll > 0))


def milestones(meilensteine: pd.DataFrame, stichtag: dt.date) -> pd.DataFrame:
    """Add ``lage`` on a day, and ``tage`` behind the date that was set (negative: before it, or still to come).

    What was reached after ``stichtag`` was not reached then. ``meilensteine``: frame[termin, erreicht_am] of dates.
    """
    lagen, tage = [], []
    for termin, erreicht in zip(meilensteine["termin"], meilensteine["erreicht_am"], strict=True):
        fertig = erreicht is not None and not pd.isna(erreicht) and erreicht <= stichtag
        abstand = ((erreicht if fertig else stichtag) - termin).days
        if fertig:
            lagen.append(Lage.ERREICHT if abstand <= 0 else Lage.SPAETER)
        else:
            lagen.append(Lage.OFFEN if abstand <= 0 else Lage.UEBERFAELLIG)
        tage.append(abstand)
    return meilensteine.assign(
        lage=pd.Series(lagen, index=meilensteine.index, dtype=object),
        tage=pd.Series(tage, index=meilensteine.index, dtype="int64"),
    )


def next_milestones(mit_lage: pd.DataFrame) -> pd.DataFrame:
    """Per Maßnahme the milestone that is due first of those not reached; ``mit_lage`` from ``milestones``."""
    offen = mit_lage[mit_lage["lage"].isin([Lage.OFFEN, Lage.UEBERFAELLIG])]
    return offen.sort_values(["termin", "bezeichnung"]).drop_duplicates("massnahme_id").set_index("massnahme_id")
