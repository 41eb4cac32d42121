"""Reads one cell: what stands there, what it means, and what is wrong with it. Pure functions without place or file."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sozialplanung.formatting import format_datum
from sozialplanung.importer.befunde import Mangel
from sozialplanung.importer.mappe import Zelle
from sozialplanung.importer.texte import normalise, show, strip_schutz, suggest
from sozialplanung.vorlage import Spalte, Typ

GROESSTE_ZAHL = 1e15  # from here on neighbouring whole numbers are the same to a computer, and nobody counts that far

# Stands where a value could not be read, so that it is not mistaken for an empty cell.
UNLESBAR = object()

Gelesen = tuple[object, Mangel | None]
Leser = Callable[[Zelle], Gelesen]


def parse_text(zelle: Zelle) -> Gelesen:
    if isinstance(zelle, str):
        text = zelle.replace("\r\n", "\n").replace("\r", "\n") if "\r" in zelle else zelle
        return strip_schutz(text.strip()), None
    return show(zelle) if not isinstance(zelle, int | float) or isinstance(zelle, bool) else _ohne_rest(zelle), None


def _ohne_rest(zahl: float) -> str:
    return str(int(zahl)) if math.isfinite(zahl) and zahl == int(zahl) else repr(zahl).replace(".", ",")


_EXPONENT = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)  # »5.999E+06«


def parse_schluessel(zelle: Zelle) -> Gelesen:
    if isinstance(zelle, dt.date | dt.time | dt.timedelta):
        return UNLESBAR, Mangel(
            "invalid_key",
            "ist ein Datum; die Tabellenkalkulation hat den Schlüssel umgewandelt.",
            "Bitte formatieren Sie die Spalte als Text und tragen Sie den Schlüssel neu ein.",
        )
    if isinstance(zelle, float) and not zelle.is_integer():
        return repr(zelle), None
    if (isinstance(zelle, str) and _EXPONENT.fullmatch(zelle.strip())) or (
        isinstance(zelle, float) and abs(zelle) >= GROESSTE_ZAHL
    ):
        return UNLESBAR, Mangel(
            "invalid_key",
            "ist eine Zahl in Kurzform: Die Tabellenkalkulation hat den Schlüssel umgewandelt, seine Ziffern fehlen.",
            "Bitte formatieren Sie die Spalte als Text und tragen Sie die Schlüssel neu ein.",
        )
    return parse_text(zelle)


# --- numbers ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Zahltext:
    """A number that was written as text: »1.234,5«, »1 234«, »12,3 %«, »800.000 €«."""

    zahl: Decimal
    einheit: str
    punkt: bool  # a point was read as decimal point: »12.5«


_TAUSENDER = "[. \u00a0\u2009\u202f]"
_DEUTSCH = re.compile(
    rf"([+\-−–]?)\s*([1-9]\d{{0,2}}({_TAUSENDER})\d{{3}}(?:\3\d{{3}})*|\d+)(?:,(\d+))?\s*(%|€|eur|euro)?", re.IGNORECASE
)
_MIT_PUNKT = re.compile(r"([+\-−–]?)\s*(\d+)\.(\d+)\s*(%|€|eur|euro)?", re.IGNORECASE)


def read_zahltext(text: str) -> Zahltext | None:
    """None when the text is no number."""
    text = strip_schutz(text.strip())
    if treffer := _DEUTSCH.fullmatch(text):
        vorzeichen, ganz, _, dezimal, einheit = treffer.groups()
        punkt = False
    elif treffer := _MIT_PUNKT.fullmatch(text):
        vorzeichen, ganz, dezimal, einheit = treffer.groups()
        punkt = True
    else:
        return None
    zahl = Decimal(re.sub(r"\D", "", ganz) + (f".{dezimal}" if dezimal else ""))
    einheit = {"eur": "€", "euro": "€"}.get((einheit or "").casefold(), einheit or "")
    return Zahltext(-zahl if vorzeichen in {"-", "−", "–"} else zahl, einheit, punkt)


def zahl_mangel(gelesen: Zahltext) -> Mangel:
    """What to tell about a number that was stored as text."""
    zahl = format(gelesen.zahl, "f").replace(".", ",")
    if gelesen.punkt:
        return Mangel(
            "decimal_point", f"wurde als {zahl} gelesen.", "Bitte prüfen Sie das und schreiben Sie ein Komma."
        )
    return Mangel("number_as_text", f"ist als Text gespeichert und wurde als {zahl} gelesen.", "")


NUR_ZAHL = "Bitte tragen Sie nur die Zahl ein oder lassen Sie die Zelle leer."


def _keine_zahl(abhilfe: str = NUR_ZAHL) -> Gelesen:
    return UNLESBAR, Mangel("not_a_number", "ist keine Zahl.", abhilfe)


# Signs outside the sheet »Werte«: there is no column to keep them in.
_ZEICHEN_OHNE_ZAHL = {"*", ".", "/", "x", "...", "…", "k. a.", "k.a.", "n. v.", "n.v."}


def _parse_zahlzelle(zelle: Zelle) -> tuple[Decimal | float | None, str, Mangel | None]:
    """(number, unit, fault) of a cell that must hold a number."""
    if isinstance(zelle, int | float) and not isinstance(zelle, bool):
        if math.isfinite(zelle):
            return float(zelle), "", None
        return None, "", Mangel("not_a_number", "ist keine endliche Zahl.", NUR_ZAHL)
    if isinstance(zelle, str):
        text = strip_schutz(zelle.strip())
        if text in {"-", "–", "—"}:
            return 0.0, "", Mangel("sign_ignored", "wurde als 0 gelesen.", "Bitte prüfen Sie das.")
        if text.casefold() in _ZEICHEN_OHNE_ZAHL:
            return None, "leer", Mangel("sign_ignored", "wurde als leere Zelle gelesen.", "Bitte prüfen Sie das.")
        if gelesen := read_zahltext(text):
            return gelesen.zahl, gelesen.einheit, zahl_mangel(gelesen)
    return None, "", Mangel("not_a_number", "ist keine Zahl.", NUR_ZAHL)


ZU_GROSS = Mangel("out_of_range", "ist größer, als eine Zahl hier sein kann.", "Bitte prüfen Sie die Zahl.")


def parse_zahl(zelle: Zelle) -> Gelesen:
    zahl, einheit, mangel = _parse_zahlzelle(zelle)
    if einheit == "leer":
        return None, mangel
    if zahl is None or einheit:
        return (UNLESBAR, mangel) if zahl is None else _keine_zahl()
    gelesen = float(zahl)
    return (UNLESBAR, ZU_GROSS) if abs(gelesen) >= GROESSTE_ZAHL else (gelesen, mangel)


def parse_ganzzahl(zelle: Zelle) -> Gelesen:
    zahl, mangel = parse_zahl(zelle)
    if not isinstance(zahl, float):
        return zahl, mangel
    if not zahl.is_integer():
        return UNLESBAR, Mangel("not_whole_number", "ist keine ganze Zahl.", "Bitte tragen Sie eine ganze Zahl ein.")
    return int(zahl), mangel


def parse_euro(zelle: Zelle) -> Gelesen:
    zahl, einheit, mangel = _parse_zahlzelle(zelle)
    if einheit == "leer":
        return None, mangel
    if zahl is None or einheit == "%":
        return (UNLESBAR, mangel) if zahl is None else _keine_zahl()
    genau = Decimal(repr(zahl)) if isinstance(zahl, float) else zahl
    if abs(genau) >= GROESSTE_ZAHL:
        return UNLESBAR, ZU_GROSS
    betrag = genau.quantize(Decimal("0.01"), ROUND_HALF_UP)
    # Beyond a millionth of a euro it is the noise of binary fractions, not something a person wrote.
    if mangel is None and abs(betrag - genau) > Decimal("1e-6"):
        mangel = Mangel("rounded", f"wurde auf {format(betrag, 'f').replace('.', ',')} € gerundet.", "")
    return betrag, mangel


def parse_prozent(zelle: Zelle) -> Gelesen:
    """A share from 0 to 1: 0.5, a cell formatted as 50 %, or the text »50 %«."""
    zahl, einheit, mangel = _parse_zahlzelle(zelle)
    if einheit == "leer":
        return None, mangel
    if zahl is None or einheit == "€":
        return (UNLESBAR, mangel) if zahl is None else _keine_zahl()
    genau = Decimal(repr(zahl)) if isinstance(zahl, float) else zahl
    if einheit == "%":
        anteil = f"{genau.normalize():f}".replace(".", ",")
        genau /= 100
        mangel = Mangel("percent_as_text", f"ist als Text gespeichert und wurde als {anteil} Prozent gelesen.", "")
    if genau <= -GROESSTE_ZAHL:
        return UNLESBAR, ZU_GROSS
    if genau > 1:
        return UNLESBAR, Mangel(
            "share_over_100", "ist mehr als 100 %.", "Bitte tragen Sie den Anteil als Prozent (50 %) oder als 0,5 ein."
        )
    return genau.quantize(Decimal("0.000001"), ROUND_HALF_UP), mangel


# --- dates --------------------------------------------------------------------------------------------------------

_TAG_DEUTSCH = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_TAG_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?")
_TAGE_SEIT = dt.date(1899, 12, 30)  # the day 0 of Excel


def _kein_datum(meldung: str = "ist kein Datum.") -> Gelesen:
    return UNLESBAR, Mangel("invalid_date", meldung, "Bitte tragen Sie das Datum als TT.MM.JJJJ ein.")


def read_tag(text: str) -> dt.date | None:
    """»31.12.2022« or »2022-12-31«; None when the text has another form, ValueError when there is no such day."""
    if treffer := _TAG_DEUTSCH.fullmatch(text):
        return dt.date(int(treffer[3]), int(treffer[2]), int(treffer[1]))
    if treffer := _TAG_ISO.fullmatch(text):
        return dt.date(int(treffer[1]), int(treffer[2]), int(treffer[3]))
    return None


def parse_datum(zelle: Zelle) -> Gelesen:
    if isinstance(zelle, dt.datetime):
        return zelle.date(), None
    if isinstance(zelle, dt.date):
        return zelle, None
    if isinstance(zelle, float | int) and not isinstance(zelle, bool) and 20_000 <= zelle < 90_000:
        tag = _TAGE_SEIT + dt.timedelta(days=int(zelle))
        return tag, Mangel("date_from_number", f"wurde als {format_datum(tag)} gelesen.", "Bitte prüfen Sie das Datum.")
    if isinstance(zelle, str):
        try:
            gelesen = read_tag(zelle.strip())
        except ValueError:
            return _kein_datum("gibt es im Kalender nicht.")
        if gelesen is not None:
            return gelesen, None
    return _kein_datum()


_JAHR = re.compile(r"(?:Jahr\s*)?(\d{4})", re.IGNORECASE)
_MONAT = re.compile(r"(\d{4})-(\d{1,2})|(\d{1,2})[./](\d{4})")
_QUARTAL = re.compile(
    r"(\d{4})\s*[-/ ]?\s*Q([1-4])|Q([1-4])\s*[-/ ]?\s*(\d{4})|([1-4])\. Quartal (\d{4})", re.IGNORECASE
)
_SCHULJAHR = re.compile(r"(\d{4})\s*/\s*(\d{4}|\d{2})")


def read_zeitraum(zelle: Zelle) -> str | None:
    """Normal form: JJJJ, JJJJ-MM-TT, JJJJ-MM, JJJJ-Qn or JJJJ/JJ; None when it is none, or not from 1800 to 2200."""
    gelesen = _read_zeitraum(zelle)
    return gelesen if gelesen and 1800 <= int(gelesen[:4]) <= 2200 else None


def _read_zeitraum(zelle: Zelle) -> str | None:
    if isinstance(zelle, dt.datetime | dt.date):
        return zelle.strftime("%Y-%m-%d")
    if isinstance(zelle, int | float) and not isinstance(zelle, bool):
        return f"{int(zelle)}" if math.isfinite(zelle) and zelle == int(zelle) and 1000 <= zelle <= 9999 else None
    if not isinstance(zelle, str):
        return None
    text = strip_schutz(zelle.strip())
    if treffer := _JAHR.fullmatch(text):
        return treffer[1]
    if treffer := _QUARTAL.fullmatch(text):
        return f"{treffer[1] or treffer[4] or treffer[6]}-Q{treffer[2] or treffer[3] or treffer[5]}"
    if treffer := _MONAT.fullmatch(text):
        jahr, monat = treffer[1] or treffer[4], int(treffer[2] or treffer[3])
        return f"{jahr}-{monat:02d}" if 1 <= monat <= 12 else None
    if treffer := _SCHULJAHR.fullmatch(text):
        folgt = (int(treffer[1]) + 1) % 100
        passt = int(treffer[2]) == (int(treffer[1]) + 1 if len(treffer[2]) == 4 else folgt)
        return f"{treffer[1]}/{folgt:02d}" if passt else None
    try:
        tag = read_tag(text)
    except ValueError:
        return None
    return tag.isoformat() if tag else None


def parse_zeitraum(zelle: Zelle) -> Gelesen:
    if zeitraum := read_zeitraum(zelle):
        return zeitraum, None
    return UNLESBAR, Mangel(
        "invalid_period", "ist kein Zeitraum.", "Bitte schreiben Sie JJJJ, TT.MM.JJJJ, JJJJ-MM, JJJJ-Q1 oder JJJJ/JJ."
    )


# --- words --------------------------------------------------------------------------------------------------------


def parse_gruppe(zelle: Zelle) -> Gelesen:
    """»Geschlecht = weiblich; Alter=18–24« → »Alter=18–24;Geschlecht=weiblich«; »insgesamt« → »«."""
    text = str(parse_text(zelle)[0])
    if normalise(text) in {"insgesamt", "gesamt"}:
        return "", None
    teile = [teil.partition("=") for teil in text.split(";") if teil.strip()]
    paare = {name.strip(): wert.strip() for name, _, wert in teile}
    if not all(paare) or not all(paare.values()) or len(paare) != len(teile):
        return UNLESBAR, Mangel(
            "invalid_group", "ist keine Gruppe.", "Bitte schreiben Sie ›Merkmal=Wert‹, z. B. ›Geschlecht=weiblich‹."
        )
    return ";".join(f"{name}={paare[name]}" for name in sorted(paare)), None


def leser_auswahl(auswahl: tuple[str, ...]) -> Leser:
    """Reader for a column with fixed choices; case, umlauts and spaces do not matter."""
    nach_form = {normalise(name): name for name in auswahl}

    def parse(zelle: Zelle) -> Gelesen:
        text = str(parse_text(zelle)[0])
        if treffer := nach_form.get(normalise(text)):
            return treffer, None
        aehnlich = suggest(text, auswahl)
        rat = f"Meinten Sie ›{aehnlich}‹?" if aehnlich else "Bitte wählen Sie einen Eintrag aus der Liste."
        return UNLESBAR, Mangel("unknown_choice", f"ist nicht vorgesehen. Möglich: {', '.join(auswahl)}.", rat)

    return parse


_LESER: dict[Typ, Leser] = {
    Typ.TEXT: parse_text,
    Typ.SCHLUESSEL: parse_schluessel,
    Typ.GANZZAHL: parse_ganzzahl,
    Typ.JAHR: parse_ganzzahl,
    Typ.ZAHL: parse_zahl,
    Typ.EURO: parse_euro,
    Typ.PROZENT: parse_prozent,
    Typ.DATUM: parse_datum,
    Typ.ZEITRAUM: parse_zeitraum,
}


def leser(spalte: Spalte) -> Leser:
    """The function that reads cells of this column; bounds of the column are checked as well."""
    if spalte.typ is Typ.AUSWAHL:
        return leser_auswahl(spalte.auswahl)
    if spalte.name == "gruppe" or spalte.name.endswith("_gruppe"):
        return parse_gruppe
    grund = _LESER[spalte.typ]
    if spalte.von is None and spalte.bis is None:
        return grund
    von = -math.inf if spalte.von is None else spalte.von
    bis = math.inf if spalte.bis is None else spalte.bis

    def parse(zelle: Zelle) -> Gelesen:
        wert, mangel = grund(zelle)
        if not isinstance(wert, int | float | Decimal) or von <= float(wert) <= bis:
            return wert, mangel
        if von == 0 and wert < 0:
            return UNLESBAR, Mangel("negative_value", "ist kleiner als 0.", "Bitte prüfen Sie das Vorzeichen.")
        rahmen = "" if math.inf in {-von, bis} else f"Möglich ist {show(float(von))} bis {show(float(bis))}. "
        return UNLESBAR, Mangel("out_of_range", "ist hier nicht möglich.", rahmen + spalte.hinweis)

    return parse
