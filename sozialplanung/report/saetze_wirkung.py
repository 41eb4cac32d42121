"""What is said of the effect of a Maßnahme – and what is not."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

import pandas as pd

from sozialplanung.analysis.wirkung import Bewegung, Entwicklung, Lage
from sozialplanung.charts.wirkung import OHNE_STAND
from sozialplanung.formatting import NBSP, format_anzahl, format_datum, format_prozent, format_wert, format_zahl
from sozialplanung.model import Ampel, Evidenz, Indikator
from sozialplanung.report.saetze_abstand import gap_unit

KEINE_URSACHE = (
    "Ob das an der Maßnahme liegt, sagt dieser Vergleich nicht: Auf den Indikator wirkt vieles zugleich – Zuzug, "
    "Arbeitsmarkt, andere Maßnahmen –, und niemand weiß, wie er sich ohne sie entwickelt hätte."
)
EVIDENZ_ERKLAERT: Mapping[str | None, str] = {
    None: "Niemand hat bisher eingetragen, was darüber bekannt ist, ob die Maßnahme so wirkt.",
    Evidenz.ANNAHME: "Die Beteiligten erwarten diese Wirkung. Geprüft hat sie noch niemand.",
    Evidenz.ERFAHRUNG: "Die Fachkräfte beobachten diese Wirkung in ihrer Arbeit. Gemessen ist sie nicht.",
    Evidenz.VORHER_NACHHER: (
        "Bei den Teilnehmenden wurde vorher und nachher gemessen. Wie es ohne die Maßnahme gewesen wäre, bleibt offen."
    ),
    Evidenz.VERGLEICHSGRUPPE: "Teilnehmende haben sich anders entwickelt als eine ähnliche Gruppe ohne die Maßnahme.",
    Evidenz.STUDIEN: "Mehrere gute Studien zeigen diese Wirkung – anderswo. Ob sie hier eintritt, zeigen sie nicht.",
}


def figure(wert: float, indikator: Indikator) -> str:
    return format_wert(wert, None, indikator.einheit.split(" ")[0], indikator.nachkommastellen)


def short_development(e: Entwicklung | None, indikator: Indikator) -> str:
    """»Sprachförderbedarf: 29,5 % (2017) → 31,6 % (2021)«."""
    if e is None:
        return f"{indikator.bezeichnung}: noch keine zwei Werte"
    werte = f"{figure(e.von, indikator)} ({e.von_jahr}) → {figure(e.bis, indikator)} ({e.bis_jahr})"
    return f"{indikator.bezeichnung}: {werte}"


def _change(e: Entwicklung, indikator: Indikator) -> str:
    """»+2,1 Prozentpunkte (95-%-Bereich −0,4 bis +4,6)«."""
    stellen = max(indikator.nachkommastellen, 1 if indikator.einheit == "%" else 0)

    def signed(x: float) -> str:
        return format_zahl(x, stellen, vorzeichen=True)

    text = f"{signed(e.differenz)}{NBSP}{gap_unit('differenz', indikator)}".rstrip()
    return text if math.isnan(e.unten) else f"{text} (95-%-Bereich {signed(e.unten)} bis {signed(e.oben)})"


def sentence_outcome(
    indikator: Indikator, wunsch: str | None, wo: str, dort: Entwicklung | None, uebrige: Entwicklung | None
) -> str:
    """How the Indikator moved where the Maßnahme works, against the wish, and beside all other areas."""
    soll = f"»{indikator.bezeichnung}« soll {wunsch}." if wunsch else f"Gemessen wird an »{indikator.bezeichnung}«."
    if dort is None:
        return f"{soll} Seit Beginn der Maßnahme liegen dazu noch keine zwei vergleichbaren Werte vor."
    seit = f"seit {dort.von_jahr}" if dort.davor else f"seit {dort.von_jahr}, dem ersten Jahr mit einem Wert,"
    satz = (
        f"{soll} {wo[:1].upper()}{wo[1:]} ging der Wert {seit} von {figure(dort.von, indikator)} auf "
        f"{figure(dort.bis, indikator)} ({dort.bis_jahr}): {_change(dort, indikator)}"
    )
    if uebrige is None:
        return satz + "."
    return f"{satz}; in den übrigen Gebieten {_change(uebrige, indikator)}."


def sentence_judgement(urteil: Bewegung, wunsch: str | None) -> str:
    if urteil is Bewegung.OFFEN:
        fehlt = "" if wunsch else " Es ist nicht eingetragen, wohin sich der Indikator bewegen soll."
        return f"Noch nicht zu sagen.{fehlt}"
    return {
        Bewegung.GEWUENSCHT: "Er bewegte sich wie gewünscht.",
        Bewegung.ENTGEGEN: "Er bewegte sich anders als gewünscht.",
        Bewegung.UNKLAR: "Die Veränderung ist nicht größer, als auch der Zufall sie macht.",
    }[urteil]


def describe_output(soll: float | None, ist: float | None, einheit: str, *, verborgen: bool) -> str:
    """»123 von 135 Personen (91 %)«; missing and hidden figures say so."""
    if verborgen:
        return "Ist verborgen: zu wenige Personen"
    soll_da, ist_da = (x is not None and not math.isnan(x) for x in (soll, ist))
    if soll_da and ist_da:
        anteil = f" ({format_prozent(float(ist or 0) / float(soll), 0)})" if soll else ""
        return f"{_count(ist)} von {_count(soll)} {einheit}{anteil}".replace("  ", " ")
    if ist_da:
        return f"{_count(ist)} {einheit}, ohne Soll".replace(" ,", ",")
    return f"Soll {_count(soll)} {einheit}, Ist folgt".replace(" ,", ",")


def _count(x: float | None) -> str:
    return format_zahl(x, 0 if x is not None and float(x).is_integer() else 1)


def describe_milestone(termin: dt.date, erreicht_am: dt.date | None, lage: Lage, tage: int) -> str:
    geplant = format_datum(termin)
    if lage in (Lage.ERREICHT, Lage.SPAETER):
        verzug = f", {format_anzahl(tage, 'Tag', 'Tage')} später als geplant" if tage > 0 else ""
        return f"erreicht am {format_datum(erreicht_am)}{verzug} (Termin {geplant})"
    return f"bis {geplant}" if lage is Lage.OFFEN else f"überfällig seit {geplant}"


def sentence_states(staende: Sequence[str | None], meilensteine: pd.DataFrame, stichtag: dt.date) -> str:
    """»Von 46 Maßnahmen sind 25 im Plan, …; von 8 ist kein Stand angegeben. Am 31.12.2020 …«."""
    anzahl = {stand: sum(s == stand for s in staende) for stand in Ampel}
    teile = [f"{format_zahl(n)} {stand.value}" for stand, n in anzahl.items() if n]
    ohne = len(staende) - sum(anzahl.values())
    if not teile:
        satz = f"Von {format_anzahl(len(staende), 'Maßnahme', 'Maßnahmen')} ist noch kein Stand angegeben."
    else:
        rest = f"; bei {format_zahl(ohne)} fehlt die Angabe" if ohne else ""
        satz = f"Von {format_anzahl(len(staende), 'Maßnahme', 'Maßnahmen')} sind {', '.join(teile)}{rest}."
    if meilensteine.empty:
        return satz
    fertig = int(meilensteine["lage"].isin([Lage.ERREICHT, Lage.SPAETER]).sum())
    spaet = int((meilensteine["lage"] == Lage.UEBERFAELLIG).sum())
    return (
        f"{satz} Am {format_datum(stichtag)} sind {format_zahl(fertig)} von {format_zahl(len(meilensteine))} "
        f"Meilensteinen erreicht und {format_zahl(spaet)} überfällig."
    )


def state_of(stand: str | None, grund: str) -> str:
    return f"{stand or OHNE_STAND}: {grund}" if grund else (stand or OHNE_STAND)
