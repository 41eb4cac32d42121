"""Frozen dataclasses and StrEnums of the domain; the vocabulary of docs/architektur.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd


class Raumebene(StrEnum):
    """Levels of areas, from large to small; the order of definition is the order of display."""

    BUND = "bund"
    LAND = "land"
    REGIERUNGSBEZIRK = "regierungsbezirk"
    REGION = "region"
    KREIS = "kreis"
    VERBANDSGEMEINDE = "verbandsgemeinde"
    GEMEINDE = "gemeinde"
    STADTBEZIRK = "stadtbezirk"
    BEZUGSRAUM = "bezugsraum"
    STADTTEIL = "stadtteil"
    SOZIALRAUM = "sozialraum"
    STATISTISCHER_BEZIRK = "statistischer_bezirk"
    QUARTIER = "quartier"
    BAUBLOCK = "baublock"

    @property
    def singular(self) -> str:
        return _RAUMEBENE_NAMEN[self][0]

    @property
    def plural(self) -> str:
        return _RAUMEBENE_NAMEN[self][1]

    @property
    def dativ(self) -> str:
        """Dative plural: »von 7 Stadtbezirken«."""
        return _RAUMEBENE_NAMEN[self][2]


_RAUMEBENE_NAMEN: dict[Raumebene, tuple[str, str, str]] = {
    Raumebene.BUND: ("Bund", "Bund", "Bund"),
    Raumebene.LAND: ("Land", "Länder", "Ländern"),
    Raumebene.REGIERUNGSBEZIRK: ("Regierungsbezirk", "Regierungsbezirke", "Regierungsbezirken"),
    Raumebene.REGION: ("Region", "Regionen", "Regionen"),
    Raumebene.KREIS: ("Kreis", "Kreise", "Kreisen"),
    Raumebene.VERBANDSGEMEINDE: ("Verbandsgemeinde", "Verbandsgemeinden", "Verbandsgemeinden"),
    Raumebene.GEMEINDE: ("Gemeinde", "Gemeinden", "Gemeinden"),
    Raumebene.STADTBEZIRK: ("Stadtbezirk", "Stadtbezirke", "Stadtbezirken"),
    Raumebene.BEZUGSRAUM: ("Bezugsraum", "Bezugsräume", "Bezugsräumen"),
    Raumebene.STADTTEIL: ("Stadtteil", "Stadtteile", "Stadtteilen"),
    Raumebene.SOZIALRAUM: ("Sozialraum", "Sozialräume", "Sozialräumen"),
    Raumebene.STATISTISCHER_BEZIRK: ("Statistischer Bezirk", "Statistische Bezirke", "Statistischen Bezirken"),
    Raumebene.QUARTIER: ("Quartier", "Quartiere", "Quartieren"),
    Raumebene.BAUBLOCK: ("Baublock", "Baublöcke", "Baublöcken"),
}


class Herkunft(StrEnum):
    """Where figures come from; ``beispiel`` is invented and is marked wherever it is shown."""

    AMTLICH = "amtlich"
    VEROEFFENTLICHT = "veroeffentlicht"
    EIGEN = "eigen"
    BEISPIEL = "beispiel"


class Merkmalsart(StrEnum):
    """``anzahl`` and ``betrag`` are added over areas; ``rate`` came without its counts and never is."""

    ANZAHL = "anzahl"
    BETRAG = "betrag"
    RATE = "rate"


class Richtung(StrEnum):
    BELASTUNG = "belastung"
    STAERKE = "staerke"
    NEUTRAL = "neutral"


class Wertzeichen(StrEnum):
    """Why there is no plain number. ``genau_null`` carries 0, ``unsicher`` may carry a number, the others none."""

    GENAU_NULL = "genau_null"
    GEHEIM = "geheim"
    UNBEKANNT = "unbekannt"
    UNSICHER = "unsicher"
    GESPERRT = "gesperrt"
    FOLGT = "folgt"


class Ohneindex(StrEnum):
    """Why an area gets no index: a figure is hidden, it is too small, or a figure is missing."""

    GEHEIM = "geheim"
    KLEIN = "klein"
    FEHLT = "fehlt"


# What people write in a cell (Destatis signs, Bundesagentur »*«, usual abbreviations) → Wertzeichen.
WERTZEICHEN_IN_ZELLEN: dict[str, Wertzeichen] = {
    "-": Wertzeichen.GENAU_NULL,
    "–": Wertzeichen.GENAU_NULL,
    "—": Wertzeichen.GENAU_NULL,
    "*": Wertzeichen.GEHEIM,
    ".": Wertzeichen.UNBEKANNT,
    "k. a.": Wertzeichen.UNBEKANNT,
    "k.a.": Wertzeichen.UNBEKANNT,
    "/": Wertzeichen.UNSICHER,
    "x": Wertzeichen.GESPERRT,
    "...": Wertzeichen.FOLGT,
    "…": Wertzeichen.FOLGT,
}


# What a person is told about the signs, in the words of the official statistics.
WERTZEICHEN_ERKLAERT = (
    "- genau null, * geheim, . unbekannt, / nicht sicher genug, x gesperrt (nicht sinnvoll), ... folgt später"
)


class Massnahmenstatus(StrEnum):
    GEPLANT = "geplant"
    BESCHLOSSEN = "beschlossen"
    LAUFEND = "laufend"
    ABGESCHLOSSEN = "abgeschlossen"
    EINGESTELLT = "eingestellt"


class Finanzierungsquelle(StrEnum):
    """Who pays, in the order in which bars are stacked."""

    EIGENANTEIL = "Eigenanteil"
    LAND = "Land"
    BUND = "Bund"
    EU = "EU"
    STIFTUNG = "Stiftung"
    TRAEGER = "Träger"
    SONSTIGE = "Sonstige"


class Rechtskreis(StrEnum):
    """The law by which money is paid; ``freiwillig``: no law obliges the town."""

    SGB_II = "SGB II"
    SGB_III = "SGB III"
    SGB_V = "SGB V"
    SGB_VIII = "SGB VIII"
    SGB_IX = "SGB IX"
    SGB_XI = "SGB XI"
    SGB_XII = "SGB XII"
    ASYLBLG = "AsylbLG"
    FREIWILLIG = "freiwillig"


class Wunschrichtung(StrEnum):
    """Where a Maßnahme wants to move an Indikator."""

    SINKEN = "sinken"
    STEIGEN = "steigen"
    GLEICH = "gleich bleiben"


class Evidenz(StrEnum):
    """What is known of a Maßnahme having its effect, from weak to strong."""

    ANNAHME = "Annahme"
    ERFAHRUNG = "Erfahrung der Fachkräfte"
    VORHER_NACHHER = "Vorher-Nachher-Vergleich"
    VERGLEICHSGRUPPE = "Vergleich mit einer Gruppe ohne die Maßnahme"
    STUDIEN = "mehrere gute Studien"


class Ampel(StrEnum):
    """How a Maßnahme is going; always told in words beside the colour."""

    PLAN = "im Plan"
    VERZUG = "in Verzug"
    GEFAEHRDET = "gefährdet"


class Schwere(StrEnum):
    """``fehler`` blocks the import, ``warnung`` asks for confirmation, ``hinweis`` tells what was repaired."""

    FEHLER = "fehler"
    WARNUNG = "warnung"
    HINWEIS = "hinweis"

    @property
    def singular(self) -> str:
        return self.value.capitalize()

    @property
    def plural(self) -> str:
        return {"fehler": "Fehler", "warnung": "Warnungen", "hinweis": "Hinweise"}[self]


@dataclass(frozen=True, slots=True)
class Befund:
    """One finding in a delivery: where it stands, what stands there, and what to do.

    ``zeile`` is the row as the spreadsheet shows it (header = 1), ``spalte`` the header's text; both may be missing
    where a finding concerns a whole sheet. ``art`` is a stable English slug for tests and filters.
    """

    schwere: Schwere
    art: str
    blatt: str
    zeile: int | None
    spalte: str | None
    wert: str | None
    meldung: str
    abhilfe: str

    def __str__(self) -> str:
        ort = f"Blatt ›{self.blatt}‹" if self.blatt else "Datei"
        if self.zeile is not None:
            ort += f", Zeile {self.zeile}"
        if self.spalte:
            ort += f", Spalte ›{self.spalte}‹"
        wert = f" ›{self.wert}‹" if self.wert is not None else ""
        return f"{ort}:{wert} {self.meldung} {self.abhilfe}".rstrip()


@dataclass(frozen=True, slots=True)
class OffenesGebiet:
    """An area of a file that a person has to decide on: how the file calls it, its key there, what may be meant."""

    text: str
    schluessel: str
    vorschlaege: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lieferungspaket:
    """A delivery that was read and checked but not yet written.

    ``tabellen`` maps a table of the store (``gebiet``, ``wert``, …) to a frame with that table's columns
    (without ``lieferung_id``); a table that the delivery does not hold is absent. ``geloescht``: the keys of rows that
    shall go; only what was edited by hand takes anything away.
    """

    datei: str
    sha256: str
    herkunft: Herkunft
    quelle: str
    lizenz: str
    stand: str | None
    tabellen: dict[str, pd.DataFrame]
    befunde: tuple[Befund, ...] = ()
    bemerkung: str = ""
    geloescht: dict[str, pd.DataFrame] = field(default_factory=dict)
    offene_gebiete: tuple[OffenesGebiet, ...] = ()

    @property
    def fehler(self) -> tuple[Befund, ...]:
        return tuple(b for b in self.befunde if b.schwere is Schwere.FEHLER)

    @property
    def warnungen(self) -> tuple[Befund, ...]:
        return tuple(b for b in self.befunde if b.schwere is Schwere.WARNUNG)


@dataclass(frozen=True, slots=True)
class Importergebnis:
    """What an import changed; ``lieferung_id`` is None when nothing changed and nothing was written."""

    lieferung_id: int | None
    neu: int
    geaendert: int
    unveraendert: int
    je_tabelle: dict[str, tuple[int, int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indikator:
    """What is shown: Zähler ÷ Nenner × Faktor, one row of table ``indikator`` – or a Sozialindex.

    An index (``ist_index``) has no Merkmale, no unit and no zero: its values can be ordered and subtracted within a
    year, but »twice as much« and shares of a sum mean nothing.
    """

    indikator_id: str
    bezeichnung: str
    frage: str
    zaehler_merkmal_id: str
    nenner_merkmal_id: str | None
    gewicht_merkmal_id: str | None
    einheit: str
    nachkommastellen: int
    richtung: str
    handlungsfeld: str
    zielgruppe: str
    definition: str
    ist_index: bool = False
