"""One Maßnahme in words and tables: what it is, what it costs, where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import pandas as pd

from sozialplanung.charts.geld import GESAMTSTAEDTISCH
from sozialplanung.formatting import format_datum, format_euro, is_missing

_ARTEN = {"ansatz_eur": "Ansatz (€)", "bewilligt_eur": "Bewilligt (€)", "ist_eur": "Ist (€)"}


def duration(beginn: dt.date | None, ende: dt.date | None) -> str:
    """»01.01.2018 bis 31.12.2020«, »seit 01.01.2018, Ende offen«."""
    if beginn is None or is_missing(beginn):
        return "" if ende is None or is_missing(ende) else f"bis {format_datum(ende)}"
    if ende is None or is_missing(ende):
        return f"ab {format_datum(beginn)}, Ende offen"
    return f"{format_datum(beginn)} bis {format_datum(ende)}"


def sentence_measure(angabe: Mapping[Hashable, Any], summen: Mapping[str, Decimal], jahre: Sequence[int]) -> str:
    """»Laufend, ab 01.02.2016, Ende offen. 2018–2020 sind zusammen 179.500 € angesetzt …«."""
    teile = [str(angabe["status"]), duration(angabe["beginn"], angabe["ende"])]
    satz = ", ".join(teil for teil in teile if teil)
    satz = satz[:1].upper() + satz[1:] + "."
    if not jahre:
        return f"{satz} Geld ist noch nicht erfasst."
    zeit = str(jahre[0]) if len(jahre) == 1 else f"{jahre[0]}–{jahre[-1]}"
    ausgegeben = f", {format_euro(summen['ist'])} ausgegeben" if summen["ist"] else ""
    return f"{satz} {zeit} sind zusammen {format_euro(summen['ansatz'])} angesetzt{ausgegeben}."


def money_rows(betraege: pd.DataFrame) -> pd.DataFrame:
    """Every amount of a Maßnahme, then the sum of each year and of all; missing stays missing."""
    spalten = ["haushaltsjahr", "finanzierungsquelle", "foerderprogramm", "rechtskreis", "leistungstraeger"]
    einzeln = betraege[[*spalten, *_ARTEN]].sort_values(["haushaltsjahr", "finanzierungsquelle", "foerderprogramm"])
    zeilen = einzeln.astype(object).to_dict("records")
    gesamt: list[dict[Hashable, Any]] = []
    for jahr, teil in einzeln.groupby("haushaltsjahr"):
        gesamt += [zeile for zeile in zeilen if zeile["haushaltsjahr"] == jahr]
        gesamt.append({"haushaltsjahr": jahr, "finanzierungsquelle": "zusammen"} | _sums(teil))
    if einzeln["haushaltsjahr"].nunique() > 1:
        gesamt.append({"haushaltsjahr": None, "finanzierungsquelle": "alle Jahre"} | _sums(einzeln))
    tabelle = pd.DataFrame(gesamt, columns=[*spalten, *_ARTEN])
    return pd.DataFrame(
        {
            "Haushaltsjahr": tabelle["haushaltsjahr"].astype(float),
            "Wer zahlt": tabelle["finanzierungsquelle"],
            **{titel: tabelle[name].astype(float) for name, titel in _ARTEN.items()},
            "Förderprogramm": tabelle["foerderprogramm"].fillna(""),
            "Rechtskreis": tabelle["rechtskreis"].fillna(""),
            "Leistungsträger": tabelle["leistungstraeger"].fillna(""),
        }
    )


def _sums(teil: pd.DataFrame) -> dict[Hashable, Any]:
    """Decimal until it is shown; a sum of nothing is nothing."""
    da = {name: [x for x in teil[name] if not is_missing(x)] for name in _ARTEN}
    return {name: sum(werte, start=Decimal(0)) if werte else None for name, werte in da.items()}


def share_rows(gebiete: pd.DataFrame) -> pd.DataFrame:
    """Shares by Gebiet; what is left is gesamtstädtisch."""
    anteile = [Decimal(str(anteil)) for anteil in gebiete["anteil"]]
    rest = 1 - sum(anteile, start=Decimal(0))
    namen = gebiete["gebiet"].tolist()
    nach = gebiete["verteilt_nach"].tolist()
    if rest > Decimal("0.000001") * max(len(anteile), 1):
        namen, anteile, nach = [*namen, GESAMTSTAEDTISCH], [*anteile, rest], [*nach, ""]
    return pd.DataFrame(
        {
            "Gebiet": namen,
            "Anteil (%)": [float(anteil * 100) for anteil in anteile],
            "Verteilt nach": nach,
        }
    )
