"""The kinds of findings, and a list that collects them without drowning the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sozialplanung.formatting import format_anzahl
from sozialplanung.model import Befund, Schwere

HOECHSTENS = 200  # findings of one kind that are listed one by one

_F, _W, _H = Schwere.FEHLER, Schwere.WARNUNG, Schwere.HINWEIS

# slug → (how grave, name in the Handbuch, section »Befunde«)
BEFUNDARTEN: dict[str, tuple[Schwere, str]] = {
    # the workbook
    "empty_workbook": (_F, "Mappe ohne Angaben"),
    "duplicate_sheet": (_F, "Blatt doppelt vorhanden"),
    "missing_header": (_F, "Kopfzeile nicht gefunden"),
    "missing_column": (_F, "Pflichtspalte fehlt"),
    "duplicate_column": (_F, "Spalte doppelt vorhanden"),
    "unknown_column": (_W, "Unbekannte Spalte"),
    "untitled_column": (_W, "Spalte ohne Überschrift"),
    "unknown_sheet": (_W, "Unbekanntes Blatt"),
    "ignored_sheet": (_H, "Blatt wird nicht gelesen"),
    "empty_sheet": (_H, "Leeres Blatt"),
    "missing_origin": (_W, "Herkunft fehlt"),
    "missing_source": (_H, "Quelle fehlt"),
    # one cell
    "missing_cell": (_F, "Pflichtangabe fehlt"),
    "excel_error": (_F, "Fehlerwert aus der Tabellenkalkulation"),
    "formula_without_value": (_F, "Formel ohne Ergebnis"),
    "not_a_number": (_F, "Text statt Zahl"),
    "not_whole_number": (_F, "Keine ganze Zahl"),
    "percent_in_count": (_F, "Prozent statt Anzahl"),
    "unknown_sign": (_F, "Unbekanntes Zeichen"),
    "sign_conflict": (_F, "Zahl und Zeichen widersprechen sich"),
    "invalid_date": (_F, "Kein gültiges Datum"),
    "invalid_period": (_F, "Kein gültiger Zeitraum"),
    "invalid_group": (_F, "Keine gültige Gruppe"),
    "invalid_key": (_F, "Kein gültiger Schlüssel"),
    "invalid_geometry": (_F, "Umriss nicht lesbar"),
    "unknown_choice": (_F, "Eintrag nicht in der Auswahl"),
    "negative_value": (_F, "Negative Zahl"),
    "out_of_range": (_F, "Zahl außerhalb des Möglichen"),
    "share_over_100": (_F, "Anteil über 100 %"),
    "missing_figure": (_F, "Zeile ohne Betrag oder Zahl"),
    "end_before_start": (_F, "Ende vor Beginn"),
    "outside_germany": (_W, "Lage außerhalb Deutschlands"),
    "swapped_coordinates": (_W, "Länge und Breite vertauscht"),
    "decimal_point": (_W, "Punkt als Komma gelesen"),
    "date_from_number": (_W, "Zahl als Datum gelesen"),
    "sign_ignored": (_W, "Zeichen nicht übernommen"),
    "number_as_text": (_H, "Zahl als Text"),
    "percent_as_text": (_H, "Prozent als Text"),
    "rounded": (_H, "Gerundet"),
    "control_characters": (_H, "Steuerzeichen entfernt"),
    # rows and tables
    "unknown_level": (_W, "Raumebene ohne Gebiete"),
    "unknown_key": (_F, "Unbekannter Schlüssel"),
    "duplicate_key": (_F, "Schlüssel doppelt"),
    "cycle": (_F, "Kreis in der Zuordnung"),
    "shares_over_100": (_F, "Anteile zusammen über 100 %"),
    "numerator_over_denominator": (_F, "Teil größer als das Ganze"),
    "duplicate_row": (_W, "Zeile doppelt"),
    "ratio_over_100": (_W, "Quote über 100 %"),
    "rate_over_100": (_W, "Prozentwert über 100"),
    "share_as_percent": (_W, "Anteil statt Prozent"),
    "parts_exceed_sum": (_W, "Teile größer als die Summe"),
    "parts_below_sum": (_W, "Teile kleiner als die Summe"),
    "census_noise": (_H, "Summen des Zensus"),
    "jump": (_W, "Auffälliger Sprung"),
    "unit_change": (_W, "Einheit vermutlich geändert"),
    "same_as_last_year": (_W, "Gleich dem Vorjahr"),
    "sign_change": (_W, "Anderes Vorzeichen"),
    "broken_series": (_W, "Jahr fehlt in der Reihe"),
    "smaller_coverage": (_W, "Weniger Gebiete als zuletzt"),
    "fractional_count": (_W, "Anzahl mit Nachkommastellen"),
    "shares_not_whole": (_F, "Anteile ergeben nicht 100 %"),
    "old_area_is_valid": (_F, "Altes Gebiet ist ein heutiges"),
    "rates_not_converted": (_W, "Quoten alter Gebiete"),
    "parts_of_area_missing": (_W, "Teile eines Gebiets fehlen"),
    "old_and_new_area": (_W, "Altes und neues Gebiet zugleich"),
    "converted_areas": (_H, "Auf heutige Gebiete umgerechnet"),
    "negative_amount": (_W, "Negativer Betrag"),
    "no_expense": (_W, "Betrag, der keine Ausgabe ist"),
    "lost_zeros": (_H, "Führende Null ergänzt"),
    "filled_from_catalog": (_H, "Aus dem Katalog ergänzt"),
    # tables of the statistical offices
    "no_known_area": (_F, "Kein Gebiet der Datei ist bekannt"),
    "conflicting_values": (_F, "Zwei Zahlen für dasselbe"),
    "unknown_area": (_W, "Gebiete, die das Projekt nicht kennt"),
    "proposed_area": (_W, "Gebiet mit ähnlichem Namen"),
    "ambiguous_area": (_W, "Name für mehrere Gebiete"),
    "column_without_period": (_F, "Wertspalte ohne Zeitraum"),
    "sum_mismatch": (_W, "Summe weicht ab"),
    "area_without_key": (_W, "Gebiet ohne Schlüssel"),
    "other_unit": (_W, "Merkmal mit anderer Einheit"),
    "new_column": (_W, "Spalte, die das Rezept nicht kennt"),
    "ragged_row": (_W, "Zeile mit falscher Zahl von Feldern"),
    "missing_period": (_W, "Spalte ohne Zeitraum"),
    "assumed_period": (_W, "Stichtag angenommen"),
    "not_additive": (_H, "Zahlen, die sich nicht addieren lassen"),
    "not_an_area": (_H, "Zeile ohne Gebiet"),
    "recipe_used": (_H, "Nach einem Rezept gelesen"),
    "sum_checked": (_H, "Summen stimmen"),
    "sum_row": (_H, "Summenzeile"),
    "new_areas": (_H, "Gebiete angelegt"),
    "matched_name": (_H, "Gebiet am Namen erkannt"),
    "matched_alias": (_H, "Gebiet nach Ihrer Zuordnung"),
    "dissolved_area": (_H, "Gebiet, das es nicht mehr gibt"),
    "same_area_twice": (_H, "Gebiet unter zwei Schlüsseln"),
    "figure_status": (_H, "Vorläufige oder geschätzte Zahlen"),
    "missing_licence": (_H, "Lizenz fehlt"),
    # Einrichtungen
    "outside_every_area": (_W, "Einrichtung in keinem Gebiet"),
    "matched_columns": (_H, "Spalten zugeordnet"),
    "unused_columns": (_H, "Spalten nicht gebraucht"),
    # boundaries
    "no_match": (_F, "Kein Umriss passt"),
    "no_polygon": (_W, "Element ohne Fläche"),
    "several_outlines": (_W, "Mehrere Umrisse für ein Gebiet"),
    "overlap": (_W, "Gebiete überdecken einander"),
    "sliver": (_H, "Schmale Überdeckung oder Lücke"),
    "gap": (_H, "Lücke zwischen Gebieten"),
    "assumed_layer": (_H, "Ebene gewählt"),
    "area_without_polygon": (_H, "Gebiet ohne Umriss"),
    "polygon_without_area": (_H, "Umriss ohne Gebiet"),
    "repaired_geometry": (_H, "Umriss repariert"),
    "assumed_crs": (_H, "Koordinatensystem erkannt"),
    "matched_key": (_H, "Schlüssel angepasst"),
}


@dataclass(frozen=True, slots=True)
class Mangel:
    """What is wrong with a value, wherever it stands: the part of a ``Befund`` that does not depend on the place."""

    art: str
    meldung: str
    abhilfe: str


class Befundliste:
    """Collects findings; of each kind and sheet the first 200 are kept and the rest is counted."""

    def __init__(self) -> None:
        self._befunde: list[Befund] = []
        self._anzahl: Counter[tuple[str, str]] = Counter()
        self._zuletzt: list[Befund] = []

    def add(
        self, mangel: Mangel, blatt: str, zeile: int | None = None, spalte: str | None = None, wert: str | None = None
    ) -> None:
        self.add_zeilen(mangel, blatt, [zeile], spalte, wert)

    def add_zeilen(
        self, mangel: Mangel, blatt: str, zeilen: Sequence[int | None], spalte: str | None, wert: str | None
    ) -> None:
        """The same value with the same fault in many rows."""
        platz = max(0, HOECHSTENS - self._anzahl[mangel.art, blatt])
        self._anzahl[mangel.art, blatt] += len(zeilen)
        schwere = BEFUNDARTEN[mangel.art][0]
        self._befunde += [
            Befund(schwere, mangel.art, blatt, zeile, spalte, wert, mangel.meldung, mangel.abhilfe)
            for zeile in zeilen[:platz]
        ]

    def count(self, art: str, blatt: str, anzahl: int) -> None:
        """More findings of a kind that are not worth describing one by one."""
        if anzahl > 0:
            self._anzahl[art, blatt] += anzahl

    def add_rest(self, mangel: Mangel, blatt: str) -> None:
        """What comes after all others of its kind: how many were not described one by one."""
        schwere = BEFUNDARTEN[mangel.art][0]
        self._zuletzt.append(Befund(schwere, mangel.art, blatt, None, None, None, mangel.meldung, mangel.abhilfe))

    def has(self, art: str, blatt: str) -> bool:
        return (art, blatt) in self._anzahl

    def result(self) -> tuple[Befund, ...]:
        """All findings, the gravest first, otherwise in the order of sheets and rows."""
        blaetter = {blatt: platz for platz, (_, blatt) in enumerate(self._anzahl)}
        rest = [*self._zuletzt] + [
            Befund(
                BEFUNDARTEN[art][0],
                art,
                blatt,
                None,
                None,
                None,
                f"{format_anzahl(anzahl - HOECHSTENS, 'weiterer Befund', 'weitere Befunde')} "
                f"der Art ›{BEFUNDARTEN[art][1]}‹.",
                "Bitte beheben Sie zuerst die gezeigten; meist haben alle dieselbe Ursache.",
            )
            for (art, blatt), anzahl in self._anzahl.items()
            if anzahl > HOECHSTENS
        ]
        rang = {schwere: platz for platz, schwere in enumerate(Schwere)}

        def order(befund: Befund) -> tuple[int, int, int, float]:
            ist_rest = befund in rest
            zeile = float("inf") if befund.zeile is None and ist_rest else befund.zeile or 0
            return rang[befund.schwere], blaetter[befund.blatt], int(ist_rest), zeile

        return tuple(sorted([*self._befunde, *rest], key=order))
