"""Municipal budget by Bezirk (NKF): a row per Teilplan, Bezirk and Teilplanzeile, columns »Plan 2011«."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from sozialplanung.errors import LieferungError
from sozialplanung.importer.befunde import Befundliste
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.matrix import Gebietszeile, Wertspalte, melt
from sozialplanung.importer.profile.roh import Profil, Rohtabelle, join_gruppe, slug
from sozialplanung.importer.texte import normalise
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.model import Merkmalsart, Raumebene

BETRAGSSPALTE = re.compile(
    r"(Ergebnis|Plan|Ansatz|Ist|Rechnung|Vorl\. ?Ergebnis|Entwurf)\s*((?:19|20)\d{2})", re.IGNORECASE
)
_BEZIRK = {"bezirk", "stadtbezirk", "bezirknr", "bezirksnummer", "stadtbezirknr"}
_NAME = {"bezeichnung", "bezirkbez", "bezirkbezeichnung", "bezirkname", "bezirksname", "stadtbezirkname"}
ZEILE = {"teilplanzeile", "ergebniszeile", "zeile", "position", "kontenart"}
PRODUKT = {"teilplan", "produktgruppe", "produkt", "pg"}
PRODUKTNAME = {"pgbez", "produktgruppebez", "produktgruppenbezeichnung", "teilplanbez", "produktbez"}


def read_kopf(zeile: Sequence[str]) -> dict[str, int]:
    return {normalise(name): nummer for nummer, name in reversed(list(enumerate(zeile)))}


def find_spalte(kopf: dict[str, int], namen: set[str]) -> int | None:
    return next((nummer for name, nummer in kopf.items() if name in namen), None)


def _pruefe(datei: Datei) -> tuple[float, str]:
    zeile = datei.kopfzeilen[0].replace('"', "").split(datei.trenner) if datei.kopfzeilen else []
    kopf = read_kopf(zeile)
    betraege = [name for name in zeile if BETRAGSSPALTE.fullmatch(name.strip())]
    if betraege and find_spalte(kopf, _BEZIRK) is not None and find_spalte(kopf, ZEILE) is not None:
        return 0.95, f"Spalten Bezirk, Teilplanzeile und Beträge je Jahr (›{betraege[0].strip()}‹ …)"
    return 0.0, ""


def read_posten(datei: Datei, *, ohne_bezirk: bool = False) -> tuple[Rohtabelle, list[list[str]]]:
    """One row per amount before anything is added up, and the rows of the file; ``spalte`` tells the column's letter.

    ``ohne_bezirk``: rows without a Bezirk, too.
    """
    zeilen = datei.csv_zeilen()
    kopf = read_kopf(zeilen[0])
    bezirk, name, zeile = (find_spalte(kopf, namen) for namen in (_BEZIRK, _NAME, ZEILE))
    produkt, produktname = find_spalte(kopf, PRODUKT), find_spalte(kopf, PRODUKTNAME)
    if bezirk is None or zeile is None:
        raise LieferungError(
            f"In ›{datei.name}‹ fehlen die Spalten Bezirk oder Teilplanzeile. Bitte prüfen Sie die Datei."
        )
    gebiete = [
        Gebietszeile(platz, z[bezirk].strip(), z[name].strip() if name is not None else "", None, Raumebene.STADTBEZIRK)
        for platz, z in enumerate(zeilen[1:], 1)
        if len(z) > max(bezirk, zeile, name or 0, produkt or 0, produktname or 0)
        and (z[bezirk].strip() or (ohne_bezirk and z[zeile].strip()))
    ]
    spalten = [
        Wertspalte(nummer, treffer[1].capitalize(), "", treffer[2], "€", Merkmalsart.BETRAG)
        for nummer, titel in enumerate(zeilen[0])
        if (treffer := BETRAGSSPALTE.fullmatch(titel.strip()))
    ]
    befunde = Befundliste()
    werte = melt(zeilen, gebiete, spalten, "", befunde)
    if werte.empty:
        raise LieferungError(f"Der Haushalt ›{datei.name}‹ enthält keine Beträge. Bitte prüfen Sie die Datei.")
    posten = [" ".join(zeilen[int(z) - 1][zeile].split()) for z in werte["zeile"]]
    werte["merkmal_id"] = [slug(f"haushalt_{art}_{text}") for art, text in zip(werte["merkmal"], posten, strict=True)]
    werte["merkmal"] = [f"{text} ({art})" for art, text in zip(werte["merkmal"], posten, strict=True)]
    if produkt is not None:
        werte["gruppe"] = [_produktgruppe(zeilen[int(z) - 1], produkt, produktname) for z in werte["zeile"]]
    roh = Rohtabelle(
        titel="Haushalt nach Bezirken",
        quelle=f"Haushalt nach Bezirken, Datei {datei.name}",
        werte=werte,
        definitionen={
            str(m): "Beträge nach Produktgruppen, wie geliefert; insgesamt ist ihre Summe."
            for m in werte["merkmal_id"].unique()
        },
        befunde=befunde,
    )
    return roh, zeilen


def _lies(datei: Datei, _: Vorhandenes) -> Rohtabelle:
    roh, zeilen = read_posten(datei)
    if find_spalte(read_kopf(zeilen[0]), PRODUKT) is not None:
        roh.werte = _add_summen(roh.werte)
    return roh


def _produktgruppe(zeile: Sequence[str], nummer: int, name: int | None) -> str:
    return join_gruppe(
        [("Produktgruppe", f"{zeile[nummer].strip()} {zeile[name].strip() if name is not None else ''}")]
    )


def _add_summen(werte: pd.DataFrame) -> pd.DataFrame:
    """A budget line of a Bezirk is the sum of its Produktgruppen; a missing part makes the whole missing."""
    doppelt = werte.duplicated(["schluessel", "merkmal_id", "zeitraum", "gruppe"], keep=False)
    gruppen = werte[~doppelt].groupby(["schluessel", "merkmal_id", "zeitraum"], sort=False)
    summen = gruppen.first().reset_index()
    summen["wert"] = gruppen["wert"].agg(lambda teile: teile.sum(skipna=False)).to_numpy()
    summen["zeichen"] = None
    summen["gruppe"] = ""
    return pd.concat([werte, summen[summen["wert"].notna()][list(werte.columns)]], ignore_index=True)


PROFIL = Profil("haushalt", "Haushalt nach Bezirken (NKF)", _pruefe, _lies)
