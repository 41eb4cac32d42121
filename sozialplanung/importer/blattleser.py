"""Finds sheets, header and columns of our Vorlage in a workbook and reads the cells of a sheet column by column."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from sozialplanung.importer.befunde import Befundliste, Mangel
from sozialplanung.importer.mappe import Rohblatt, Zelle, Zellfehler
from sozialplanung.importer.texte import is_leer, normalise, show, strip_steuerzeichen, suggest
from sozialplanung.importer.zellen import UNLESBAR, Leser, leser, read_zeitraum
from sozialplanung.vorlage import BLAETTER, Blatt, Spalte

KOPF_SUCHE = 10  # title rows may stand above the header
PROJEKT = "Projekt"
STEUERZEICHEN = Mangel("control_characters", "enthielt unsichtbare Steuerzeichen; sie wurden entfernt.", "")
_OHNE_INHALT = {"anleitung", "listen", "hinweise", "impressum"}


@dataclass(slots=True)
class Blattdaten:
    """A sheet after reading: ``spalten`` by the names of the Vorlage, one entry per row that is not blank."""

    blatt: Blatt
    zeilen: list[int]
    spalten: dict[str, list[object]]
    titel: dict[str, str]
    breit: dict[str, list[Zelle]] = field(default_factory=dict)  # Zeitraum → cells, when Werte stand wide
    breit_titel: dict[str, str] = field(default_factory=dict)
    unlesbar: set[int] = field(default_factory=set)  # rows of which a cell could not be read

    @property
    def geliefert(self) -> set[str]:
        """Columns that stand in the file (the others hold what an empty cell means)."""
        return set(self.titel)

    def keep(self, behalten: Sequence[bool]) -> None:
        """Drop the rows whose flag is False."""

        def pick(werte: Iterable[Zelle]) -> list[Zelle]:
            return [wert for wert, ja in zip(werte, behalten, strict=True) if ja]

        self.zeilen = [zeile for zeile, ja in zip(self.zeilen, behalten, strict=True) if ja]
        for name, werte in self.spalten.items():
            self.spalten[name] = [wert for wert, ja in zip(werte, behalten, strict=True) if ja]
        self.breit = {name: pick(werte) for name, werte in self.breit.items()}


def match_blaetter(blaetter: Sequence[Rohblatt], befunde: Befundliste) -> dict[str, Rohblatt]:
    """Table name (or »Projekt«) → sheet; other sheets are told about, blank ones silently left out."""
    namen = {normalise(PROJEKT): PROJEKT}
    for blatt in BLAETTER:
        namen |= {normalise(blatt.name): blatt.tabelle, normalise(blatt.tabelle): blatt.tabelle}
    gefunden: dict[str, Rohblatt] = {}
    for roh in blaetter:
        tabelle = namen.get(normalise(roh.name))
        if tabelle is None:
            _tell_unknown(roh, befunde)
        elif tabelle in gefunden:
            befunde.add(
                Mangel(
                    "duplicate_sheet",
                    f"hat denselben Inhalt wie Blatt ›{gefunden[tabelle].name}‹.",
                    "Bitte führen Sie beide Blätter zusammen.",
                ),
                roh.name,
            )
        else:
            gefunden[tabelle] = roh
    return gefunden


def _tell_unknown(roh: Rohblatt, befunde: Befundliste) -> None:
    if normalise(roh.name) in _OHNE_INHALT or all(is_leer(zelle) for zeile in roh.zeilen for zelle in zeile):
        return
    if aehnlich := suggest(roh.name, [PROJEKT, *(blatt.name for blatt in BLAETTER)]):
        mangel = Mangel(
            "unknown_sheet", "Dieses Blatt kennt die Vorlage nicht.", f"Meinten Sie ›{aehnlich}‹? Sonst bleibt es weg."
        )
    else:
        mangel = Mangel("ignored_sheet", "Dieses Blatt gehört nicht zur Vorlage und wird nicht gelesen.", "")
    befunde.add(mangel, roh.name)


@dataclass(frozen=True, slots=True)
class _Kopf:
    zeile: int
    spalten: dict[str, int]
    titel: dict[str, str]
    zeitraeume: dict[str, int]


def _titel(zelle: Zelle) -> str:
    return show(zelle).strip().rstrip("*").strip()


def _find_kopfzeile(roh: Rohblatt, namen: dict[str, str]) -> int | None:
    treffer = [
        len({namen[form] for zelle in zeile if (form := normalise(show(zelle))) in namen})
        for zeile in roh.zeilen[:KOPF_SUCHE]
    ]
    return treffer.index(max(treffer)) if treffer and max(treffer) > 0 else None


def _read_kopf(roh: Rohblatt, blatt: Blatt, befunde: Befundliste) -> _Kopf | None:
    namen = {
        form: spalte.name for spalte in blatt.spalten for form in (normalise(spalte.titel), normalise(spalte.name))
    }
    platz = _find_kopfzeile(roh, namen)
    if platz is None:
        if all(is_leer(zelle) for zeile in roh.zeilen for zelle in zeile):
            befunde.add(Mangel("empty_sheet", "Dieses Blatt ist leer; es ändert nichts.", ""), roh.name)
        else:
            befunde.add(
                Mangel(
                    "missing_header",
                    "Die Kopfzeile wurde in den ersten zehn Zeilen nicht gefunden.",
                    f"Sie enthält Spalten wie ›{blatt.spalten[0].titel}‹ und ›{blatt.spalten[1].titel}‹.",
                ),
                roh.name,
            )
        return None
    kopf = _Kopf(platz, {}, {}, {})
    for nummer, zelle in enumerate(roh.zeilen[platz]):
        name = namen.get(normalise(show(zelle)))
        if name is None:
            _place_unknown(roh, blatt, kopf, nummer, befunde)
        elif name in kopf.spalten:
            befunde.add(
                Mangel("duplicate_column", "Diese Spalte kommt zweimal vor.", "Bitte lassen Sie nur eine stehen."),
                roh.name,
                platz + 1,
                _titel(zelle),
            )
        else:
            kopf.spalten[name] = nummer
            kopf.titel[name] = _titel(zelle)
    return kopf


def _place_unknown(roh: Rohblatt, blatt: Blatt, kopf: _Kopf, nummer: int, befunde: Befundliste) -> None:
    """A header cell that is no column of the Vorlage: a Zeitraum of a wide sheet, a mistake, or nothing at all."""
    zelle = roh.zeilen[kopf.zeile][nummer]
    zeitraum = read_zeitraum(zelle) if blatt.tabelle == "wert" else None
    if zeitraum is not None:
        if zeitraum in kopf.zeitraeume:
            mangel = Mangel(
                "duplicate_column", "Dieser Zeitraum kommt zweimal vor.", "Bitte lassen Sie nur einen stehen."
            )
            befunde.add(mangel, roh.name, kopf.zeile + 1, _titel(zelle))
        kopf.zeitraeume.setdefault(zeitraum, nummer)
        return
    if is_leer(zelle):
        for tiefer in range(kopf.zeile + 1, len(roh.zeilen)):
            if not is_leer(roh.zeilen[tiefer][nummer]):
                mangel = Mangel(
                    "untitled_column",
                    f"Spalte {nummer + 1} hat keine Überschrift und wird nicht gelesen.",
                    "Bitte ergänzen Sie die Überschrift oder leeren Sie die Spalte.",
                )
                befunde.add(mangel, roh.name, tiefer + 1, None, show(roh.zeilen[tiefer][nummer]))
                return
        return
    aehnlich = suggest(_titel(zelle), [spalte.titel for spalte in blatt.spalten])
    rat = f"Meinten Sie ›{aehnlich}‹?" if aehnlich else "Bitte vergleichen Sie mit der Vorlage."
    mangel = Mangel("unknown_column", "Diese Spalte kennt die Vorlage nicht; sie wird nicht gelesen.", rat)
    befunde.add(mangel, roh.name, kopf.zeile + 1, _titel(zelle))


def read_spalte(zellen: Sequence[Zelle], lies: Leser) -> tuple[list[object], list[tuple[Mangel, Zelle, list[int]]]]:
    """Values of a column, and its faults with the positions at which they occur; every distinct cell is read once."""
    if bool in set(map(type, zellen)):  # True == 1.0 == 1 would share one reading
        einzeln = [lies(zelle) for zelle in zellen]
        maengel = [(m, zelle, [i]) for i, (zelle, (_, m)) in enumerate(zip(zellen, einzeln, strict=True)) if m]
        return [wert for wert, _ in einzeln], maengel
    gelesen = {zelle: lies(zelle) for zelle in set(zellen)}
    schlecht: dict[Zelle, list[int]] = {zelle: [] for zelle, (_, mangel) in gelesen.items() if mangel}
    if schlecht:
        for i, zelle in enumerate(zellen):
            if zelle in schlecht:
                schlecht[zelle].append(i)
    werte = {zelle: wert for zelle, (wert, _) in gelesen.items()}
    return [werte[zelle] for zelle in zellen], [(m, z, schlecht[z]) for z, (_, m) in gelesen.items() if m]


def with_faults(spalte: Spalte) -> Leser:
    """The reader of a column, which also knows empty cells (None) and the faults of a spreadsheet."""
    lies = leser(spalte)

    def parse(zelle: Zelle) -> tuple[object, Mangel | None]:
        if isinstance(zelle, Zellfehler):
            return UNLESBAR, zellfehler_mangel(zelle)
        if not isinstance(zelle, str) or zelle.isprintable():
            return (None, None) if is_leer(zelle) else lies(zelle)
        text = strip_steuerzeichen(zelle)
        wert, mangel = (None, None) if is_leer(text) else lies(text)
        return wert, mangel if text == zelle else mangel or STEUERZEICHEN

    return parse


def zellfehler_mangel(zelle: Zellfehler) -> Mangel:
    if zelle.text:
        return Mangel(
            "excel_error",
            "ist ein Fehlerwert der Tabellenkalkulation.",
            "Bitte korrigieren Sie die Formel oder setzen Sie ein Zeichen.",
        )
    return Mangel(
        "formula_without_value",
        "ist eine Formel ohne gespeichertes Ergebnis.",
        "Bitte öffnen Sie die Mappe in der Tabellenkalkulation und speichern Sie sie neu.",
    )


def read_blatt(roh: Rohblatt, blatt: Blatt, befunde: Befundliste) -> Blattdaten | None:
    """Rows of a sheet with typed values; None when there are none. The cells of Wert are left as they are.

    Empty cells are None, unreadable ones ``UNLESBAR``, until ``complete`` decides what they mean.
    """
    kopf = _read_kopf(roh, blatt, befunde)
    if kopf is None:
        return None
    lang = "zeitraum" in kopf.spalten or "wert" in kopf.spalten
    breit = {} if lang else kopf.zeitraeume
    gebraucht = [*kopf.spalten.values(), *breit.values()]
    rohzeilen = [
        (nummer, zeile)
        for nummer, zeile in enumerate(roh.zeilen[kopf.zeile + 1 :], kopf.zeile + 2)
        if not all(i >= len(zeile) or is_leer(zeile[i]) for i in gebraucht)
    ]
    if not rohzeilen:
        return None
    je_spalte = list(zip_longest(*(zeile for _, zeile in rohzeilen), fillvalue=""))
    daten = Blattdaten(blatt, [nummer for nummer, _ in rohzeilen], {}, kopf.titel)
    daten.breit = {zeitraum: list(je_spalte[i]) for zeitraum, i in breit.items()}
    daten.breit_titel = {zeitraum: _titel(roh.zeilen[kopf.zeile][i]) for zeitraum, i in breit.items()}
    if lang:
        _tell_mixed(roh, kopf, befunde)
    for spalte in blatt.spalten:
        if spalte.name not in kopf.spalten:
            daten.spalten[spalte.name] = [None] * len(rohzeilen)
            if spalte.pflicht and not _may_be_absent(daten, spalte):
                mangel = Mangel("missing_column", "Diese Spalte fehlt.", f"Bitte ergänzen Sie sie: {spalte.hinweis}")
                befunde.add(mangel, roh.name, kopf.zeile + 1, spalte.titel)
            continue
        zellen = je_spalte[kopf.spalten[spalte.name]]
        if _is_wert(daten, spalte):
            daten.spalten[spalte.name] = list(zellen)
            continue
        daten.spalten[spalte.name], maengel = read_spalte(zellen, with_faults(spalte))
        for mangel, zelle, stellen in maengel:
            zeilen = [daten.zeilen[i] for i in stellen]
            befunde.add_zeilen(mangel, roh.name, zeilen, kopf.titel[spalte.name], show(zelle))
    return daten


def _is_wert(daten: Blattdaten, spalte: Spalte) -> bool:
    return daten.blatt.tabelle == "wert" and spalte.name == "wert"


def _may_be_absent(daten: Blattdaten, spalte: Spalte) -> bool:
    """Years across replace Zeitraum and Wert; the catalogue may fill what an Indikator leaves open."""
    if daten.blatt.tabelle == "indikator":
        return spalte.name not in daten.blatt.schluessel
    return bool(daten.breit) and spalte.name in {"zeitraum", "wert"}


def _tell_mixed(roh: Rohblatt, kopf: _Kopf, befunde: Befundliste) -> None:
    for nummer in kopf.zeitraeume.values():
        mangel = Mangel(
            "unknown_column",
            "Neben ›Zeitraum‹ und ›Wert‹ werden keine Jahresspalten gelesen.",
            "Bitte wählen Sie eine der beiden Formen.",
        )
        befunde.add(mangel, roh.name, kopf.zeile + 1, _titel(roh.zeilen[kopf.zeile][nummer]))


def complete(daten: Blattdaten, befunde: Befundliste) -> None:
    """Tell about missing mandatory cells, leave out rows without a usable key, and put in what empty cells mean.

    Rows of Werte stay (their key has a None): the figures in them are still to be read.
    """
    ohne_schluessel: set[int] = set()
    for spalte in daten.blatt.spalten:
        werte = daten.spalten[spalte.name]
        ist_schluessel = spalte.name in daten.blatt.schluessel
        if spalte.pflicht and not _is_wert(daten, spalte):
            fehlend = [i for i, wert in enumerate(werte) if wert is None or wert == ""]
            erwartet = spalte.name in daten.titel or daten.blatt.tabelle == "indikator"
            if fehlend and erwartet:
                mangel = Mangel("missing_cell", "Hier fehlt eine Angabe.", f"Bitte ergänzen Sie sie: {spalte.hinweis}")
                zeilen = [daten.zeilen[i] for i in fehlend]
                titel = daten.titel.get(spalte.name, spalte.titel)
                befunde.add_zeilen(mangel, daten.blatt.name, zeilen, titel, None)
            if ist_schluessel and not (daten.breit and spalte.name == "zeitraum"):
                ohne_schluessel.update(fehlend)
        unlesbar = [i for i, wert in enumerate(werte) if wert is UNLESBAR]
        daten.unlesbar.update(daten.zeilen[i] for i in unlesbar)
        if ist_schluessel:
            ohne_schluessel.update(unlesbar)
        leer = spalte.leerwert
        daten.spalten[spalte.name] = [leer if wert is None else None if wert is UNLESBAR else wert for wert in werte]
    if ohne_schluessel and daten.blatt.tabelle != "wert":
        daten.keep([i not in ohne_schluessel for i in range(len(daten.zeilen))])
