"""A Sozialindex over the figures of its Indikatoren: who gets one, why others do not, and all years as one frame.

Frames of figures as ``Projekt.load_indikatorwerte`` returns them. What is hidden there is missing here, too: it enters
no mean, no deviation and no rank, and its area gets no index.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.sozialindex import Indexdefinition, compute_index
from sozialplanung.model import Herkunft, Ohneindex, Wertzeichen

EINWOHNER = "einwohner"  # the Merkmal that decides whether an area is large enough
# Shown like a figure of an Indikator: its Wertzeichen and the word for its cause.
_ZEICHEN = {Ohneindex.GEHEIM: Wertzeichen.GEHEIM, Ohneindex.KLEIN: Wertzeichen.GESPERRT}
_HERKUNFT = (Herkunft.AMTLICH, Herkunft.VEROEFFENTLICHT, Herkunft.EIGEN, Herkunft.BEISPIEL)  # from strong to weak
_SPALTEN = [
    "gebiet_id", "bezeichnung", "uebergeordnet", "jahr", "zeitraum", "zaehler", "nenner", "wert", "zeichen", "gewicht",
    "gewicht_jahr", "herkunft", "hinweis", "gewicht_herkunft",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grundlage:
    """Areas × indicators of one year.

    ``werte``: all figures that may be shown; ``anteile``: those that the index is computed from, nothing of an area
    that gets none; ``grund``: why it does not (None: it does).
    """

    werte: pd.DataFrame
    anteile: pd.DataFrame
    grund: pd.Series


def collect(
    frames: Mapping[str, pd.DataFrame], gebiete: pd.Index, einwohner: pd.Series, mindesteinwohner: int
) -> Grundlage:
    """The figures of one year side by side.

    Parameters
    ----------
    frames
        Indikator → frame[gebiet_id, wert, zeichen] of one year.
    gebiete
        Keys of all areas of the level.
    einwohner
        Inhabitants by area; an area without is not checked.
    mindesteinwohner
        Areas of fewer inhabitants are left out, whatever else is known of them.
    """
    werte, geheim = pd.DataFrame(index=gebiete), pd.Series(False, index=gebiete)
    gesperrt = geheim.copy()
    for name, frame in frames.items():
        zeilen = frame.set_index("gebiet_id").reindex(gebiete)
        werte[name] = zeilen["wert"]
        geheim |= zeilen["wert"].isna() & (zeilen["zeichen"] == Wertzeichen.GEHEIM)
        gesperrt |= zeilen["wert"].isna() & (zeilen["hinweis"] == "nenner_zu_klein")
    klein = (einwohner.reindex(gebiete) < mindesteinwohner) | gesperrt
    stufen = zip(klein, geheim, werte.isna().any(axis=1), strict=True)
    grund = [Ohneindex.KLEIN if k else Ohneindex.GEHEIM if g else Ohneindex.FEHLT if f else None for k, g, f in stufen]
    gueltig = np.array([g is None for g in grund], dtype=np.bool_)
    zahlen = np.where(gueltig[:, np.newaxis], werte.to_numpy(dtype=np.float64), np.nan)
    anteile = pd.DataFrame(zahlen, index=gebiete, columns=werte.columns)
    return Grundlage(werte, anteile, pd.Series(grund, index=gebiete, dtype=object))


def counts_of_rates(frames: Mapping[str, pd.DataFrame], gebiete: pd.Index) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Numerators and denominators of the Indikatoren that are shares of counted persons, in this order.

    Only of those that chance can vary (whole numbers, no numerator above its denominator anywhere): a tax per head is
    no share, and what is hidden has no counts here either.
    """
    zaehler, nenner = pd.DataFrame(index=gebiete), pd.DataFrame(index=gebiete)
    for name, frame in frames.items():
        zeilen = frame.set_index("gebiet_id").reindex(gebiete)
        x, n = zeilen["zaehler"], zeilen["nenner"].where(zeilen["nenner"] > 0)
        beide = x.notna() & n.notna()
        ganz = (x[beide] % 1 == 0) & (n[beide] % 1 == 0) & (x[beide] >= 0) & (x[beide] <= n[beide])
        if beide.any() and ganz.all():
            zaehler[name], nenner[name] = x.where(beide), n.where(beide)
    return zaehler, nenner


def nearest_inhabitants(einwohner: pd.DataFrame, jahr: int) -> pd.DataFrame:
    """Inhabitants of the year, or of the nearest one that has them (of two equally near ones the earlier).

    ``einwohner``: frame[gebiet_id, jahr, wert, herkunft] of all years → frame[wert, jahr, herkunft] by gebiet_id.
    """
    da = einwohner[einwohner["wert"].notna()]
    abstand = (da["jahr"] - jahr).abs() * 2 + (da["jahr"] > jahr)
    naechste = da.iloc[np.argsort(abstand.to_numpy(), kind="stable")].drop_duplicates("gebiet_id")
    return naechste.set_index("gebiet_id")[["wert", "jahr", "herkunft"]]


def index_frame(
    frames: Mapping[str, pd.DataFrame], einwohner: pd.DataFrame, definition: Indexdefinition
) -> pd.DataFrame:
    """The index of every year in which all its Indikatoren are known, with the columns of ``load_indikatorwerte``.

    Every year is a comparison of its own: a falling index is not falling need. Years with fewer areas than
    ``index_mindest_gebiete`` have rows, but no index. ``gewicht`` are the inhabitants; ``herkunft`` is the weakest of
    all figures.
    """
    je_jahr = {name: {int(str(j)): teil for j, teil in frame.groupby("jahr")} for name, frame in frames.items()}
    jahre: set[int] = set.intersection(*(set(teile) for teile in je_jahr.values())) if je_jahr else set()
    tabellen = [
        _of_year({name: je_jahr[name][jahr] for name in frames}, nearest_inhabitants(einwohner, jahr), jahr, definition)
        for jahr in sorted(jahre)
    ]
    return pd.concat(tabellen, ignore_index=True) if tabellen else pd.DataFrame(columns=_SPALTEN)


def _of_year(
    frames: Mapping[str, pd.DataFrame], einwohner: pd.DataFrame, jahr: int, definition: Indexdefinition
) -> pd.DataFrame:
    erster = next(iter(frames.values()))
    gebiete = pd.Index(erster["gebiet_id"])
    grundlage = collect(frames, gebiete, einwohner["wert"], definition.mindesteinwohner)
    index = compute_index(grundlage.anteile, definition)
    if index.notna().sum() < int(load_parameter("index_mindest_gebiete")):
        index[:] = np.nan
    alle = pd.concat(list(frames.values()))
    rang = alle["herkunft"].map(_HERKUNFT.index, na_action="ignore").groupby(alle["gebiet_id"]).max().reindex(gebiete)
    gesagt = alle["hinweis"].groupby(alle["gebiet_id"]).agg(set).reindex(gebiete)
    personen = einwohner.reindex(gebiete)
    wenige = personen["wert"].to_numpy(dtype=np.float64) < definition.mindesteinwohner
    hinweis = [_note(*teile) for teile in zip(grundlage.grund, gesagt, wenige, strict=True)]
    return pd.DataFrame(
        {
            "gebiet_id": gebiete,
            "bezeichnung": _texts(erster["bezeichnung"]),
            "uebergeordnet": _texts(erster["uebergeordnet"]),
            "jahr": jahr,
            "zeitraum": _texts([alle["zeitraum"].dropna().max()] * len(gebiete)),
            "zaehler": np.nan,
            "nenner": np.nan,
            "wert": index.to_numpy(),
            "zeichen": _texts(_ZEICHEN.get(g) for g in grundlage.grund),
            "gewicht": personen["wert"].to_numpy(dtype=np.float64),
            "gewicht_jahr": personen["jahr"].to_numpy(dtype=np.float64),
            "herkunft": _texts(None if pd.isna(r) else str(_HERKUNFT[int(r)]) for r in rang),
            "hinweis": _texts(hinweis),
            "gewicht_herkunft": _texts(h if isinstance(h, str) else None for h in personen["herkunft"]),
        }
    )


def _note(grund: Ohneindex | None, gesagt: set[str | None], zu_wenige: bool) -> str | None:
    """The ``hinweis`` of an index, after what is said of its Indikatoren."""
    match grund:
        case None:
            return "aggregiert" if "aggregiert" in gesagt else None
        case Ohneindex.GEHEIM:
            return "verborgen" if "verborgen" in gesagt else None
        case Ohneindex.KLEIN:
            return "einwohner_zu_wenig" if zu_wenige else "nenner_zu_klein"
        case _:
            return "teile_fehlen"


def _texts(werte: Iterable[str | None]) -> pd.Series:
    """Missing text stays None."""
    return pd.Series(list(werte), dtype=object)
