"""The sheet »Projekt« (Feld | Eintrag): what the Projekt is called, and who vouches for the delivery."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.blattleser import PROJEKT, with_faults
from sozialplanung.importer.mappe import Rohblatt
from sozialplanung.importer.texte import is_leer, normalise, show, suggest
from sozialplanung.importer.zellen import UNLESBAR
from sozialplanung.model import Herkunft, Lieferungspaket, Raumebene
from sozialplanung.store import standard_quelle_id
from sozialplanung.vorlage import PROJEKTFELDER, PROJEKTFELDER_IM_PROJEKT, Spalte, Typ

_TYPEN: dict[str, tuple[Typ, tuple[str, ...]]] = {
    "herkunft": (Typ.AUSWAHL, tuple(h.value for h in Herkunft)),
    "raumebene": (Typ.AUSWAHL, tuple(r.value for r in Raumebene)),
    "stand": (Typ.DATUM, ()),
    "indikator": (Typ.SCHLUESSEL, ()),
}


@dataclass(slots=True)
class Projektangaben:
    """Entries by field, and the rows in which they stand."""

    eintraege: dict[str, object] = field(default_factory=dict)
    zeilen: dict[str, int] = field(default_factory=dict)

    @property
    def herkunft(self) -> Herkunft | None:
        eintrag = self.eintraege.get("herkunft")
        return None if eintrag is None else Herkunft(str(eintrag))

    def text(self, name: str) -> str:
        return str(self.eintraege.get(name) or "")

    @property
    def stand(self) -> dt.date | None:
        tag = self.eintraege.get("stand")
        return tag if isinstance(tag, dt.date) else None

    def frame(self) -> pd.DataFrame:
        """Rows of the table ``projekt``; the other fields describe the delivery."""
        zeilen = [(name, self.text(name)) for name in PROJEKTFELDER_IM_PROJEKT if self.text(name)]
        return pd.DataFrame(zeilen, columns=["feld", "eintrag"], dtype=object)


def read_projektblatt(roh: Rohblatt | None, befunde: Befundliste) -> Projektangaben:
    """Label in the first filled cell of a row, entry in the cell right of it."""
    angaben = Projektangaben()
    if roh is None:
        return angaben
    namen = {form: name for name, (titel, _) in PROJEKTFELDER.items() for form in (normalise(name), normalise(titel))}
    for nummer, zeile in enumerate(roh.zeilen, 1):
        platz = next((i for i, zelle in enumerate(zeile) if not is_leer(zelle)), None)
        if platz is None or normalise(show(zeile[platz])) in {"feld", normalise(PROJEKT)}:
            continue
        titel = show(zeile[platz]).strip()
        name = namen.get(normalise(titel))
        eintrag = zeile[platz + 1] if platz + 1 < len(zeile) else ""
        if is_leer(eintrag):
            continue
        if name is None:
            aehnlich = suggest(titel, [label for label, _ in PROJEKTFELDER.values()])
            rat = f"Meinten Sie ›{aehnlich}‹?" if aehnlich else "Bitte vergleichen Sie mit der Vorlage."
            befunde.add(Mangel("unknown_column", "Dieses Feld kennt die Vorlage nicht.", rat), roh.name, nummer, titel)
            continue
        if name in angaben.zeilen:
            mangel = Mangel(
                "duplicate_key",
                f"steht mit anderen Angaben schon in Zeile {angaben.zeilen[name]}.",
                "Bitte lassen Sie nur eine Zeile stehen.",
            )
            befunde.add(mangel, roh.name, nummer, "Feld", titel)
            continue
        typ, auswahl = _TYPEN.get(name, (Typ.TEXT, ()))
        wert, fault = with_faults(Spalte(name, titel, typ, PROJEKTFELDER[name][1], auswahl=auswahl))(eintrag)
        if fault is not None:
            befunde.add(fault, roh.name, nummer, titel, show(eintrag))
        if wert is not UNLESBAR:
            angaben.eintraege[name] = wert
        angaben.zeilen[name] = nummer
    return angaben


def build_paket(datei: str, sha256: str, angaben: Projektangaben) -> Lieferungspaket:
    """The delivery without its tables; a missing Quelle is the file's name, a missing Herkunft ›eigen‹."""
    return Lieferungspaket(
        datei=datei,
        sha256=sha256,
        herkunft=angaben.herkunft or Herkunft.EIGEN,
        quelle=angaben.text("quelle") or datei,
        lizenz=angaben.text("lizenz"),
        stand=angaben.stand.isoformat() if angaben.stand else None,
        tabellen={},
    )


def default_quelle(paket: Lieferungspaket) -> dict[str, object]:
    """The row of ``quelle`` for everything that names no Quelle of its own."""
    return {
        "quelle_id": standard_quelle_id(paket),
        "bezeichnung": paket.quelle,
        "herkunft": paket.herkunft.value,
        "lizenz": paket.lizenz,
        "stand": dt.date.fromisoformat(paket.stand) if paket.stand else None,
        "verweis": "",
    }


def tell_default(angaben: Projektangaben, paket: Lieferungspaket, befunde: Befundliste) -> None:
    """Rows rely on the default Quelle: say so where the sheet »Projekt« leaves it open."""
    if angaben.herkunft is None and "herkunft" not in angaben.zeilen:
        mangel = Mangel(
            "missing_origin",
            "Die Herkunft fehlt; die Zahlen werden als ›eigen‹ geführt.",
            "Bitte tragen Sie amtlich, veroeffentlicht, eigen oder beispiel ein.",
        )
        befunde.add(mangel, PROJEKT, None, PROJEKTFELDER["herkunft"][0])
    if not angaben.text("quelle"):
        mangel = Mangel("missing_source", f"Die Quelle fehlt; unter den Bildern steht ›{paket.datei}‹.", "")
        befunde.add(mangel, PROJEKT, None, PROJEKTFELDER["quelle"][0])
