"""What the page »Profil« shows of one area: all indicators against the whole, and who is like it."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from sozialplanung.analysis.entwicklung import nearest_year
from sozialplanung.analysis.profil import Streuung, similar_areas, spread
from sozialplanung.analysis.rates import compare_to_benchmark
from sozialplanung.charts.profil import AEHNLICH, BEDARF, OHNE, STAERKE, spine
from sozialplanung.charts.theme import Spec, Stil
from sozialplanung.formatting import format_wert
from sozialplanung.model import Indikator, Raumebene, Richtung
from sozialplanung.report.saetze_profil import sentence_profile, sentence_similar
from sozialplanung.store.indizes import VORSILBE
from sozialplanung.ui import cache, components, filters, karten
from sozialplanung.ui.anzahlen import Anzahlen, count_rates
from sozialplanung.ui.cache import Daten
from sozialplanung.ui.gedaechtnis import remember
from sozialplanung.ui.masse import Mass

_TEILE = ("minimum", "viertel", "dreiviertel", "maximum")


class Ganzes(NamedTuple):
    """What an area is compared with: the Gebiet at the top of the hierarchy, or the mean of the level."""

    gebiet_id: str | None
    bezeichnung: str
    ebene: Raumebene | None


class Profil(NamedTuple):
    """One row per indicator (see ``_row``), the sentence above, and whether any figure is invented."""

    zeilen: pd.DataFrame
    satz: str
    beispiel: bool


@remember(64)
def whole(daten: Daten, gebiet: str) -> Ganzes:
    """The Gebiet at the top, where there is one above this one."""
    alle = cache.all_gebiete(daten).to_dict("index")
    ort = gebiet
    while alle[ort]["uebergeordnet"]:
        ort = str(alle[ort]["uebergeordnet"])
    if ort == gebiet:
        return Ganzes(None, "Mittel", None)
    return Ganzes(ort, str(alle[ort]["bezeichnung"]), Raumebene(str(alle[ort]["raumebene"])))


@remember(64)
def descendants(daten: Daten, gebiet: str) -> frozenset[str]:
    """The Gebiet and everything inside it."""
    kinder = cache.all_gebiete(daten).reset_index().groupby("uebergeordnet")["gebiet_id"].agg(list).to_dict()
    kinder |= {raum.bezugsraum_id: list(raum.gebiete) for raum in cache.bezugsraeume(daten)}
    gefunden, offen = {gebiet}, [gebiet]
    while offen:
        neue = kinder.get(offen.pop(), [])
        gefunden.update(neue)
        offen.extend(neue)
    return frozenset(gefunden)


@remember(32, "Kennzahlen aller Gebiete werden gesammelt …")
def all_figures(daten: Daten, ebene: Raumebene, jahr: int) -> pd.DataFrame:
    """Every Indikator at this level, in the year or the nearest one that it has; one row per Indikator and area."""
    teile = [
        _nearest_year(cache.indikatorwerte(daten, indikator_id, ebene), jahr).assign(indikator_id=indikator_id)
        for indikator_id in filters.with_figures(daten)
        if not indikator_id.startswith(VORSILBE)
    ]
    return pd.concat(teile, ignore_index=True) if teile else pd.DataFrame(columns=["indikator_id", "gebiet_id"])


def _nearest_year(werte: pd.DataFrame, jahr: int) -> pd.DataFrame:
    jahre = werte.loc[werte["wert"].notna(), "jahr"].unique()
    if len(jahre) == 0:
        return werte.iloc[:0]
    hier: pd.DataFrame = werte[werte["jahr"] == nearest_year(jahre, jahr)]
    return hier


@remember(256)
def benchmark(daten: Daten, indikator_id: str, ebene: Raumebene, jahr: int, ganzes: Ganzes) -> tuple[float, bool]:
    """The figure of the whole – or, where it has none, the mean of its areas weighted with persons (then True)."""
    if ganzes.gebiet_id is not None and ganzes.ebene is not None:
        oben = cache.indikatorwerte(daten, indikator_id, ganzes.ebene)
        wert = oben.loc[(oben["gebiet_id"] == ganzes.gebiet_id) & (oben["jahr"] == jahr), "wert"].dropna()
        if len(wert):
            return float(wert.iloc[0]), False
    werte = cache.indikatorwerte(daten, indikator_id, ebene)
    da = werte[(werte["jahr"] == jahr) & werte["wert"].notna()]
    if da.empty:
        return math.nan, True
    gewichte = None if da["gewicht"].isna().any() or da["gewicht"].sum() <= 0 else da["gewicht"]
    return float(np.average(da["wert"], weights=gewichte)), True


@remember(256)
def profile(daten: Daten, ebene: Raumebene, jahr: int, gebiet: str) -> Profil:
    """One row per Indikator, the largest need first, those without direction last."""
    zahlen, ganzes = all_figures(daten, ebene, jahr), whole(daten, gebiet)
    alle, rechenbar = cache.indikatoren(daten), count_rates(daten)
    zeilen = []
    for indikator_id in dict.fromkeys(map(str, zahlen["indikator_id"])):
        gruppe = zahlen[zahlen["indikator_id"] == indikator_id]
        if (gruppe["gebiet_id"] == gebiet).any():
            mitte = benchmark(daten, indikator_id, ebene, int(gruppe["jahr"].iloc[0]), ganzes)
            zeilen.append(_row(alle[indikator_id], gruppe, gebiet, mitte, rechenbar.get(indikator_id)))
    tabelle = pd.DataFrame(zeilen)
    ohne = tabelle["richtung"] == Richtung.NEUTRAL
    tabelle = tabelle.assign(ohne=ohne).sort_values(["ohne", "ort"], kind="stable", ignore_index=True)
    name = cache.gebiete(daten, ebene)[gebiet]
    return Profil(tabelle, sentence_profile(name, ganzes.bezeichnung, tabelle), components.is_beispiel(zahlen))


def _row(
    indikator: Indikator, gruppe: pd.DataFrame, gebiet: str, mitte: tuple[float, bool], anzahlen: Anzahlen | None
) -> dict[str, object]:
    hier = gruppe[gruppe["gebiet_id"] == gebiet].iloc[0]
    streuung = spread(gruppe["wert"], mitte[0])
    seite = -1 if indikator.richtung == Richtung.BELASTUNG else 1
    unten, oben, urteil = _judge(hier, streuung, anzahlen)
    enden = sorted(seite * streuung.place(grenze) for grenze in (unten, oben))
    return {
        "indikator_id": indikator.indikator_id,
        "bezeichnung": indikator.bezeichnung + (f", {indikator.einheit}" if " " in indikator.einheit else ""),
        "jahr": int(hier["jahr"]),
        "richtung": indikator.richtung,
        "lage": _position(urteil, indikator.richtung),
        "ort": seite * streuung.place(hier["wert"]),
        "von": enden[0],
        "bis": enden[1],
        **dict(zip(_TEILE, sorted(seite * streuung.place(x) for x in _ends(streuung)), strict=True)),
        "wert": hier["wert"],
        "ganzes": mitte[0],
        "mittel": mitte[1],
        "text": format_wert(hier["wert"], hier["zeichen"], karten.unit(indikator), indikator.nachkommastellen),
        "text_ganzes": format_wert(mitte[0], None, karten.unit(indikator), indikator.nachkommastellen),
    }


def _ends(s: Streuung) -> tuple[float, float, float, float]:
    return s.unten, s.viertel, s.dreiviertel, s.oben


def _judge(hier: pd.Series, streuung: Streuung, anzahlen: Anzahlen | None) -> tuple[float, float, str | None]:
    """Interval and verdict: beyond chance where counts are known; otherwise outside the middle half of all areas."""
    if pd.isna(hier["wert"]) or math.isnan(streuung.mitte):
        return math.nan, math.nan, None
    if anzahlen is not None and pd.notna(hier["zaehler"]) and pd.notna(hier["nenner"]):
        art: Literal["anteil", "rate"] = (
            "anteil" if anzahlen.gleiche_einheit and hier["zaehler"] <= hier["nenner"] else "rate"
        )
        ergebnis = compare_to_benchmark(
            [hier["zaehler"]], [hier["nenner"]], streuung.mitte, art=art, je=anzahlen.faktor, niveaus=(0.95,)
        ).iloc[0]
        return float(ergebnis["unten_95"]), float(ergebnis["oben_95"]), ergebnis["urteil_95"]
    urteil = (
        "höher"
        if hier["wert"] > max(streuung.dreiviertel, streuung.mitte)
        else "niedriger"
        if hier["wert"] < min(streuung.viertel, streuung.mitte)
        else "ähnlich"
    )
    return math.nan, math.nan, urteil


def _position(urteil: str | None, richtung: str) -> str | None:
    if urteil is None:
        return None
    if richtung == Richtung.NEUTRAL:
        return OHNE
    if urteil == "ähnlich":
        return AEHNLICH
    return BEDARF if (urteil == "höher") == (richtung == Richtung.BELASTUNG) else STAERKE


@remember(128)
def spine_picture(
    daten: Daten, ebene: Raumebene, jahr: int, gebiet: str, zweites: str | None, stil: Stil, mass: Mass
) -> Spec:
    """All indicators of one area, or of two side by side."""
    eins, ganzes, namen = profile(daten, ebene, jahr, gebiet), whole(daten, gebiet), cache.gebiete(daten, ebene)
    zeilen = eins.zeilen.assign(text_0=eins.zeilen["text"])
    zeilen["bezeichnung"] = [
        name if j == jahr else f"{name} ({j})" for name, j in zip(zeilen["bezeichnung"], zeilen["jahr"], strict=True)
    ]
    spalten = [namen[gebiet]]
    if zweites is not None:
        zwei = profile(daten, ebene, jahr, zweites).zeilen.set_index("indikator_id")
        zeilen["ort_b"] = zeilen["indikator_id"].map(zwei["ort"])
        zeilen["text_1"] = zeilen["indikator_id"].map(zwei["text"])
        spalten.append(namen[zweites])
    zeilen[f"text_{len(spalten)}"] = zeilen["text_ganzes"]
    return spine(
        zeilen,
        spalten=[*spalten, ganzes.bezeichnung],
        stil=stil,
        zweites=zweites is not None,
        beispiel=eins.beispiel,
        breite=mass.breite,
        hoehe=mass.hoehe,
    )


def profile_table(daten: Daten, ebene: Raumebene, jahr: int, gebiete: tuple[str, ...]) -> pd.DataFrame:
    """The figures behind the spine, with headers that people read."""
    namen = cache.gebiete(daten, ebene)
    zeilen = {gebiet: profile(daten, ebene, jahr, gebiet).zeilen.set_index("indikator_id") for gebiet in gebiete}
    erste = zeilen[gebiete[0]]
    return pd.DataFrame(
        {
            "Indikator": erste["bezeichnung"],
            "Jahr": erste["jahr"],
            **{namen[gebiet]: tabelle["text"].reindex(erste.index) for gebiet, tabelle in zeilen.items()},
            whole(daten, gebiete[0]).bezeichnung: erste["text_ganzes"],
            "Einordnung": erste["lage"].map(
                {BEDARF: "mehr Bedarf", STAERKE: "Stärke", AEHNLICH: "ähnlich", OHNE: "ohne Richtung"}
            ),
        }
    ).reset_index(drop=True)


@remember(128)
def similar(daten: Daten, ebene: Raumebene, jahr: int, gebiet: str) -> tuple[str, tuple[str, ...]]:
    """A sentence on the nearest areas, and their keys."""
    zahlen = all_figures(daten, ebene, jahr)
    breit = zahlen.pivot(index="gebiet_id", columns="indikator_id", values="wert")
    nahe = similar_areas(breit, gebiet)
    namen = cache.gebiete(daten, ebene)
    ids = tuple(map(str, nahe.index))
    paare = [(namen[g], float(a)) for g, a in zip(ids, nahe["abstand"], strict=True)]
    return sentence_similar(namen[gebiet], paare, breit.shape[1]), ids
