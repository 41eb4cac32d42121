"""Areas that merged or were split: counts of files that still come with the old ones are converted to those of today.

The sheet »Gebietsstand« says which part of an old area went where. A count of a new area is the sum of those parts, if
the file has all of them; shares below 100 % make it an estimate (``unsicher``) with decimals, so that sums stay.
Rates cannot be converted and are left out. Every figure remembers what it was made of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import pandas as pd

from sozialplanung.formatting import format_anzahl, format_prozent, format_zahl, join_und
from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.blattleser import Blattdaten
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.model import Wertzeichen

_ORT = ["merkmal_id", "gebiet_id", "gruppe", "zeitraum"]
_BEISPIELE = 3
_SECHS_STELLEN = Decimal("0.000005")  # three thirds are whole, too


@dataclass(frozen=True)
class Gebietsstand:
    """``anteile``: alt_id, gebiet_id, anteil (0–1, together exactly 1 per old area)."""

    anteile: pd.DataFrame

    @cached_property
    def alte(self) -> frozenset[str]:
        return frozenset(self.anteile["alt_id"])

    @cached_property
    def _gefaltet(self) -> dict[str, str]:
        return {_fold(alt): alt for alt in self.alte}

    def find(self, schluessel: str, name: str) -> str | None:
        """The old area that a file means by this key or name."""
        if schluessel in self.alte:
            return schluessel
        return self._gefaltet.get(_fold(name)) if name else None


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def load_gebietsstand(vorhanden: Vorhandenes, daten: Blattdaten | None = None) -> Gebietsstand:
    """What the Projekt holds, and the sheet of a delivery, which wins."""
    tabelle = vorhanden.tabelle("gebietsstand")
    anteile = {
        (str(alt), str(neu)): float(anteil)
        for alt, neu, anteil in zip(tabelle["alt_id"], tabelle["gebiet_id"], tabelle["anteil"], strict=True)
    }
    if daten is not None:
        anteile |= {(alt, neu): float(anteil) for alt, neu, anteil in _rows(daten)}
    frame = pd.DataFrame(
        [(*paar, anteil) for paar, anteil in anteile.items()], columns=["alt_id", "gebiet_id", "anteil"]
    )
    frame = frame.astype({"alt_id": object, "gebiet_id": object, "anteil": float})
    frame["anteil"] /= frame.groupby("alt_id")["anteil"].transform("sum")
    return Gebietsstand(frame)


def _rows(daten: Blattdaten) -> Iterable[tuple[str, str, Decimal]]:
    for alt, neu, anteil in zip(*(daten.spalten[n] for n in ("alt_id", "gebiet_id", "anteil")), strict=True):
        if isinstance(anteil, Decimal) and alt is not None and neu is not None:
            yield str(alt), str(neu), anteil


def check_gebietsstand(daten: Blattdaten, vorhanden: Vorhandenes, gebiete: pd.DataFrame, befunde: Befundliste) -> None:
    """Shares are whole per old area, with those that the Projekt keeps; an old area is none of today."""
    tabelle = vorhanden.tabelle("gebietsstand")
    gespeichert = zip(tabelle["alt_id"], tabelle["gebiet_id"], tabelle["anteil"], strict=True)
    anteile = {(str(alt), str(neu)): Decimal(str(anteil)) for alt, neu, anteil in gespeichert}
    anteile |= {(alt, neu): anteil for alt, neu, anteil in _rows(daten)}
    zeilen = dict(zip(reversed(daten.spalten["alt_id"]), reversed(daten.zeilen), strict=True))
    heute = set(gebiete.index[gebiete["gueltig_bis"].isna()])
    for alt, zeile in zeilen.items():
        titel = daten.titel.get("alt_id")
        summe = sum((anteil for (von, _), anteil in anteile.items() if von == alt), Decimal(0))
        if abs(summe - 1) > _SECHS_STELLEN:
            mangel = Mangel(
                "shares_not_whole",
                f"wird zu {format_prozent(summe)} verteilt.",
                "Die Anteile eines alten Gebiets ergeben zusammen 100 %; sonst gingen Personen verloren.",
            )
            befunde.add(mangel, daten.blatt.name, zeile, titel, str(alt))
        if alt in heute:
            mangel = Mangel(
                "old_area_is_valid",
                "ist auch ein heutiges Gebiet; seine Zahlen ließen sich nicht unterscheiden.",
                "Gibt es das Gebiet nicht mehr, tragen Sie im Blatt ›Gebiete‹ unter ›Gültig bis‹ ein, seit wann.",
            )
            befunde.add(mangel, daten.blatt.name, zeile, titel, str(alt))


def convert(
    werte: pd.DataFrame, stand: Gebietsstand, raten: Collection[str], befunde: Befundliste, blatt: str
) -> tuple[pd.DataFrame, str]:
    """The figures with old areas replaced, and a sentence for the Lieferung (empty where there was nothing to convert).

    ``werte`` has the columns of ``wert`` with ``spalte``; ``raten``: Merkmale that are not added.
    """
    alt = werte["gebiet_id"].isin(list(stand.alte)).to_numpy(dtype=bool)
    if not alt.any():
        return werte, ""
    ist_rate = werte["merkmal_id"].isin(list(raten)).to_numpy(dtype=bool)
    _tell_rates(int((alt & ist_rate).sum()), befunde, blatt)
    zaehlbar = werte[alt & ~ist_rate]
    rest = werte[~alt]
    if zaehlbar.empty:
        return rest.reset_index(drop=True), ""
    neue = _add_up(zaehlbar, stand, befunde, blatt)
    doppelt = neue.merge(rest[_ORT].astype(object), on=_ORT, how="left", indicator=True)["_merge"].to_numpy() == "both"
    if doppelt.any():
        mangel = Mangel(
            "old_and_new_area",
            f"Für {format_anzahl(int(doppelt.sum()), 'Zahl steht', 'Zahlen stehen')} altes und neues Gebiet in der "
            "Datei; es gilt die Zahl des neuen.",
            "Bitte prüfen Sie, in welchem Gebietsstand die Datei ist.",
        )
        befunde.add(mangel, blatt)
        neue = neue[~doppelt]
    genannt = stand.anteile[stand.anteile["alt_id"].isin(zaehlbar["gebiet_id"])]
    von, nach = genannt["alt_id"].unique().tolist(), genannt["gebiet_id"].nunique()
    namen = join_und(von) if len(von) <= _BEISPIELE else f"{', '.join(von[:_BEISPIELE])} …"
    satz = (
        f"{format_anzahl(len(neue), 'Zahl', 'Zahlen')} von {format_anzahl(len(von), 'altem Gebiet', 'alten Gebieten')} "
        f"({namen}) nach dem Gebietsstand auf {format_anzahl(nach, 'heutiges', 'heutige')} umgerechnet"
    )
    befunde.add(Mangel("converted_areas", f"{satz}.", ""), blatt)
    return pd.concat([rest.astype(neue.dtypes.to_dict()), neue], ignore_index=True), satz


def _add_up(zaehlbar: pd.DataFrame, stand: Gebietsstand, befunde: Befundliste, blatt: str) -> pd.DataFrame:
    """A row per figure of a new area, in the columns of ``zaehlbar``."""
    teile = zaehlbar.astype({name: object for name in zaehlbar.columns if zaehlbar[name].dtype != float})
    teile = teile.rename(columns={"gebiet_id": "alt_id"}).merge(stand.anteile, on="alt_id")
    anteil = teile["anteil"].to_numpy()
    teile["menge"] = teile["wert"] * anteil
    woraus = [f"{a} {format_prozent(n)}" if n < 1 else str(a) for a, n in zip(teile["alt_id"], anteil, strict=True)]
    teile["woraus"] = woraus
    zeichen = teile["zeichen"]
    teile["geheim"] = (zeichen == Wertzeichen.GEHEIM).to_numpy(dtype=bool)
    teile["unsicher"] = (zeichen == Wertzeichen.UNSICHER).to_numpy(dtype=bool) | (anteil < 1)
    teile["null"] = (zeichen == Wertzeichen.GENAU_NULL).to_numpy(dtype=bool)
    je_zahl = teile.groupby(_ORT, sort=False)
    neue = je_zahl[[name for name in zaehlbar.columns if name not in {*_ORT, "wert", "zeichen"}]].first()
    neue["wert"] = je_zahl["menge"].sum(min_count=1).round(6)
    zahl = je_zahl.agg(
        da=("menge", "count"), geheim=("geheim", "any"), unsicher=("unsicher", "any"), null=("null", "all")
    )
    soll = neue.index.get_level_values("gebiet_id").map(stand.anteile.groupby("gebiet_id").size().to_dict())
    fehlt = (zahl["da"] < np.asarray(soll)).to_numpy(dtype=bool)
    if fehlt.any():
        mangel = Mangel(
            "parts_of_area_missing",
            f"Bei {format_zahl(int(fehlt.sum()))} Zahlen heutiger Gebiete fehlt die eines alten Teils; sie gelten als "
            "unbekannt.",
            "Bitte prüfen Sie, ob die Datei alle alten Gebiete enthält.",
        )
        befunde.add(mangel, blatt)
    neue.loc[fehlt, "wert"] = np.nan
    neue["zeichen"] = np.select(
        [
            fehlt & zahl["geheim"].to_numpy(),
            fehlt,
            zahl["null"].to_numpy(),
            zahl["unsicher"].to_numpy(),
        ],
        [
            Wertzeichen.GEHEIM.value,
            Wertzeichen.UNBEKANNT.value,
            Wertzeichen.GENAU_NULL.value,
            Wertzeichen.UNSICHER.value,
        ],
        default="",
    )
    neue["zeichen"] = neue["zeichen"].astype(object).where(neue["zeichen"] != "", None)
    neue["spalte"] = neue["spalte"].astype(str) + ", umgerechnet aus " + je_zahl["woraus"].agg(" + ".join)
    return neue.reset_index()[list(zaehlbar.columns)]


def _tell_rates(anzahl: int, befunde: Befundliste, blatt: str) -> None:
    if anzahl:
        mangel = Mangel(
            "rates_not_converted",
            f"{format_anzahl(anzahl, 'Quote eines alten Gebiets bleibt', 'Quoten alter Gebiete bleiben')} weg: Quoten "
            "lassen sich nicht auf andere Gebiete umrechnen.",
            "Bitte liefern Sie Zähler und Nenner als Anzahlen, oder fragen Sie nach Quoten im heutigen Gebietsstand.",
        )
        befunde.add(mangel, blatt)
