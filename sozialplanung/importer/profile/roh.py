"""What every profile answers: how sure it is of a file, and the file as one long table."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from sozialplanung.formatting import format_anzahl, format_zeitraum
from sozialplanung.importer.befunde import Befundliste
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.tabelle.lesart import Deutung
from sozialplanung.importer.tabelle.rezept import Passung
from sozialplanung.importer.vorhandenes import Vorhandenes
from sozialplanung.model import Herkunft, Merkmalsart

SPALTEN = (
    "schluessel", "name", "ebene", "merkmal_id", "merkmal", "einheit", "art", "gruppe", "zeitraum", "wert", "zeichen",
    "blatt", "zeile", "spalte",
)  # fmt: skip
DEUTSCHLAND = "DG"


@dataclass(frozen=True, slots=True)
class Erkennung:
    """How sure a profile is (0–1), why, and – once read – what the file holds.

    ``deutung``: how a table that no profile knows is read; ``passung``: by which recipe, if by one.
    """

    profil: Profil
    sicherheit: float
    grund: str
    form: Form | None = None
    deutung: Deutung | None = None
    passung: Passung | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """The size of a table, as a person counts it."""

    zeilen: int
    gebiete: int
    zeitraeume: tuple[str, ...]
    merkmale: int
    gruppen: int

    def __str__(self) -> str:
        zeit = sorted(self.zeitraeume)
        enden = " bis ".join(format_zeitraum(z) for z in dict.fromkeys((zeit[0], zeit[-1]))) if zeit else ""
        teile = [
            format_anzahl(self.zeilen, "Wert", "Werte"),
            format_anzahl(self.gebiete, "Gebiet", "Gebiete"),
            format_anzahl(len(zeit), "Zeitraum", "Zeiträume") + (f" ({enden})" if enden else ""),
            format_anzahl(self.merkmale, "Merkmal", "Merkmale"),
        ]
        if self.gruppen:
            teile.append(format_anzahl(self.gruppen, "Gruppe", "Gruppen"))
        return " × ".join(teile)


@dataclass(frozen=True, slots=True)
class Profil:
    """One family of files. ``lies`` is None for our Vorlage, which has its own reader."""

    name: str
    titel: str
    pruefe: Callable[[Datei], tuple[float, str]]
    lies: Callable[[Datei, Vorhandenes], Rohtabelle] | None

    def erkenne(self, datei: Datei) -> Erkennung:
        sicherheit, grund = self.pruefe(datei)
        return Erkennung(self, sicherheit, grund)


@dataclass(slots=True)
class Rohtabelle:
    """One row per figure, as it stands in the file; keys and names of areas are not yet compared with anything.

    Text columns may be categorical. ``ebene`` is None where the key's length says it.
    """

    titel: str
    quelle: str
    werte: pd.DataFrame
    lizenz: str = ""
    stand: str | None = None
    definitionen: dict[str, str] = field(default_factory=dict)
    befunde: Befundliste = field(default_factory=Befundliste)
    herkunft: Herkunft = Herkunft.AMTLICH

    @property
    def form(self) -> Form:
        w = self.werte
        return Form(
            len(w),
            int(w["schluessel"].nunique()),
            tuple(map(str, w["zeitraum"].unique())),
            int(w["merkmal_id"].nunique()),
            int(w["gruppe"].nunique()) - int((w["gruppe"] == "").any()),
        )


def empty_frame() -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=float if name == "wert" else object) for name in SPALTEN})


def kategorie(codes: npt.NDArray[np.integer], namen: Sequence[object]) -> pd.Categorical:
    """Text by number; equal names become one category."""
    verschiedene, platz = np.unique(np.array([str(name) for name in namen], dtype=object), return_inverse=True)
    return pd.Categorical.from_codes(platz[codes], categories=pd.Index(verschiedene, dtype="str"))


_UMLAUTE = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "%": " prozent ", "€": " euro "})
_SLUG_LAENGE = 60


def slug(text: str) -> str:
    """»Schulabgänger ohne Abschluss« → »schulabgaenger_ohne_abschluss«; long names end in a checksum."""
    form = re.sub(r"[^0-9a-z]+", "_", text.casefold().translate(_UMLAUTE)).strip("_") or "merkmal"
    if len(form) <= _SLUG_LAENGE:
        return form
    return form[: _SLUG_LAENGE - 9].rstrip("_") + "_" + hashlib.sha256(form.encode()).hexdigest()[:8]


def join_gruppe(paare: Iterable[tuple[str, str]]) -> str:
    """Dimensions in the form of the Vorlage: »Altersgruppe=18–24;Geschlecht=weiblich«, sorted by their name."""
    saubere = {_ohne_zeichen(name): _ohne_zeichen(wert) for name, wert in paare if wert.strip()}
    return ";".join(f"{name}={saubere[name]}" for name in sorted(saubere))


def _ohne_zeichen(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace(";", ",").replace("=", ":")).strip()


_RATE = re.compile(
    r"%|prozent|anteil|quote|rate\b|durchschnitt|mittelwert|median|index|dichte|\bje\b|\bpro\b|/|veränderung|differenz",
    re.IGNORECASE,
)
_RATENNAME = re.compile(
    r"%|prozent|anteil|quote|rate\b|durchschnitt|mittelwert|median|index|dichte|\bje\b|\bpro\b|veränderung|differenz",
    re.IGNORECASE,
)
_BETRAG = re.compile(r"eur\b|euro|€", re.IGNORECASE)
_ANZAHL = re.compile(
    r"^(?:in )?(?:\d[\d. ]*|tsd\.?|mill?\.?)?\s*"
    r"(anzahl|personen|pers\.?|fälle|st(?:ü|ue)ck|qkm|km²|km2|m²|m2|qm|ha|t|tonnen|haushalte|wohnungen|plätze)?$",
    re.IGNORECASE,
)


def find_art(einheit: str, bezeichnung: str = "") -> Merkmalsart:
    """Added over areas only where that is certain: counts, areas and amounts. Everything else is a finished rate."""
    if einheit and (_RATE.search(einheit) or not (_BETRAG.search(einheit) or _ANZAHL.match(einheit.strip()))):
        return Merkmalsart.RATE
    teilt = re.search(r"%|anteil|quote", bezeichnung, re.IGNORECASE) if einheit else _RATENNAME.search(bezeichnung)
    if teilt:
        return Merkmalsart.RATE
    return Merkmalsart.BETRAG if _BETRAG.search(einheit) else Merkmalsart.ANZAHL


def is_einheit(text: str) -> bool:
    """»Anzahl«, »1 000 EUR«, »%«: what stands in the row of units under a header."""
    einheit = text.strip()
    kurz = len(einheit) <= 30 and not einheit.replace(".", "").isdigit()  # »31.12.2018« is none
    return bool(
        kurz and (_ANZAHL.match(einheit) or _BETRAG.search(einheit) or re.match(r"%|Prozent|je |pro ", einheit))
    )
