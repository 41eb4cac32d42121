"""Sentences on money over the years: what was planned and spent, what funding brings, and what runs out."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping
from decimal import Decimal

import pandas as pd

from sozialplanung.analysis.foerderung import Ausblick
from sozialplanung.analysis.geldmatrix import Geldmatrix
from sozialplanung.formatting import (
    FEHLT,
    NBSP,
    format_anzahl,
    format_euro,
    format_euro_kurz,
    format_euro_reihe,
    format_prozent,
    format_zahl,
    is_missing,
    join_und,
)
from sozialplanung.report.saetze import sentence_money_per_head

_GEPLANT = {"ansatz": "des Ansatzes", "bewilligt": "des Bewilligten"}
_NAMEN = {"ansatz_eur": "angesetzt", "bewilligt_eur": "bewilligt", "ist_eur": "ausgegeben"}
KEIN_HEBEL = {
    "ansatz": "ist kein Eigenanteil oder sind keine Fördermittel angesetzt",
    "bewilligt": "sind nicht Eigenanteil und Fördermittel bewilligt; der Hebel lässt sich aus Ansatz oder Ist rechnen",
    "ist": "ist für Eigenanteil oder Fördermittel kein Ist erfasst",
}

OHNE_MASSNAHME = "private Mittel, zusammengefasst"


def note_moved(prozent: int) -> str:
    """What the rule for private money did; no amount, which would tell it apart from what is for the whole city."""
    return (
        "Private Mittel stehen teils bei »gesamtstädtisch« statt beim Gebiet: Sie verrieten, was Einzelne dort geben "
        f"(Grenze {format_prozent(prozent / 100, 0)})"
    )


def sentence_years(jahre: pd.DataFrame, jahr: int, groesster: tuple[str, Decimal] | None, preise: str = "") -> str:
    """What was planned, granted and spent in one year.

    ``jahre`` as ``sums_by_kind`` by haushaltsjahr, ``groesster``: the Maßnahme with most Eigenanteil planned,
    ``preise``: in which year's prices, if of one: »in Preisen von 2018«.
    """
    zeile = jahre[jahre["haushaltsjahr"] == jahr]
    da = [] if zeile.empty else [name for name in _NAMEN if not is_missing(zeile.iloc[0][name])]
    if not da:
        return f"Für {jahr} sind keine Beträge erfasst."
    betraege = format_euro_reihe([zeile.iloc[0][name] for name in da])
    teile = [f"{betrag} {_NAMEN[name]}" for name, betrag in zip(da, betraege, strict=True)]
    satz = f"{jahr}{preise and f', {preise}'}: {join_und(teile)}."
    if groesster is None:
        return satz
    name, eur = groesster
    return f"{satz} Größter Eigenanteil im Ansatz: {quoted(name)} mit {format_euro(eur)}."


def quoted(name: str) -> str:
    """A title in one pair of marks, also where it brings its own."""
    return f"»{name.strip('»«')}«"


def sentence_outflow(
    gesamt: pd.Series | None, jahr: int, gegen: str, niedrigste: list[tuple[str, float]], preise: str = ""
) -> str:
    """How much of the money has flowed, and where least.

    ``gesamt``: geplant_eur, ist_eur, abfluss, offen_eur of the year; ``niedrigste``: names and shares, lowest first;
    ``preise`` as in ``sentence_years``.
    """
    if gesamt is None or is_missing(gesamt["abfluss"]):
        return f"Für {jahr} lässt sich kein Mittelabfluss rechnen: Es fehlt {_missing_part(gegen)} oder das Ist."
    satz = (
        f"{jahr} sind {format_prozent(gesamt['abfluss'])} {_GEPLANT[gegen]} abgeflossen: "
        f"{format_euro(gesamt['ist_eur'])} von {format_euro(gesamt['geplant_eur'])}{preise and f' ({preise})'}."
    )
    if niedrigste:
        teile = [f"{quoted(name)} ({format_prozent(anteil, 0)})" for name, anteil in niedrigste]
        satz += f" Am wenigsten bei {join_und(teile)}."
    if not is_missing(gesamt["offen_eur"]):
        satz += f" Für weitere {format_euro(gesamt['offen_eur'])} ist noch kein Ist erfasst."
    return satz


def _missing_part(gegen: str) -> str:
    return "der Ansatz" if gegen == "ansatz" else "das Bewilligte"


NUR_JAHRE = "Erfasst sind Jahreswerte, keine Zwischenstände: Der Abfluss ist der des ganzen Haushaltsjahrs"


def sentence_leverage(je_jahr: pd.DataFrame, jahr: int, art: str) -> str:
    """»1 € der Stadt bringt 1,40 € Fördermittel«, beside the first year that can be compared.

    ``je_jahr`` as ``leverage`` by haushaltsjahr.
    """
    hebel = dict(zip(je_jahr["haushaltsjahr"].astype(int), je_jahr["hebel"], strict=True))
    jetzt = hebel.get(jahr, math.nan)
    if math.isnan(jetzt):
        return f"Für {jahr} {KEIN_HEBEL[art]}."
    satz = f"1{NBSP}€ der Stadt bringt {jahr} {format_euro(jetzt, 2)} Fördermittel"
    frueher = min((j for j, wert in hebel.items() if j < jahr and not math.isnan(wert)), default=None)
    return f"{satz}." if frueher is None else f"{satz} ({frueher}: {format_euro(hebel[frueher], 2)})."


def leverage_text(hebel: float, eigen: Decimal | None, foerder: Decimal | None) -> str:
    """At the end of a bar: »1 € → 0,83 €«, or which side is missing."""
    if not math.isnan(hebel):
        return f"1{NBSP}€ → {format_euro(hebel, 2)}"
    if is_missing(eigen) and is_missing(foerder):
        return FEHLT
    return "ohne Fördermittel" if is_missing(foerder) else "ohne Eigenanteil"


def sentence_cliff(laeuft_aus: pd.DataFrame, jahr: int) -> str:
    """What ends next, seen from a year, and which Maßnahmen go on without it.

    ``laeuft_aus`` as ``expiring``, with ``massnahme`` (its name).
    """
    if laeuft_aus.empty:
        return "Es sind keine Fördermittel erfasst."
    bald = laeuft_aus[laeuft_aus["letztes_jahr"] >= jahr]
    if bald.empty:
        return f"Ab {jahr} läuft keine erfasste Förderung aus."
    ende = int(bald["letztes_jahr"].min())
    bald = bald[bald["letztes_jahr"] == ende]
    satz = (
        f"Nach {ende} ist für {format_anzahl(len(bald), 'Förderung', 'Förderungen')} über "
        f"{format_euro_kurz(sum(bald['eur']))} kein weiteres Jahr erfasst."
    )
    offen = bald[bald["ausblick"] == Ausblick.OFFEN]
    if offen.empty:
        return f"{satz} Keine Maßnahme läuft ohne Anschluss weiter."
    je_massnahme = offen.groupby(["massnahme_id", "massnahme"], sort=False)[["eur", "anteil"]].sum().reset_index()
    groesste = je_massnahme.sort_values("eur", ascending=False, kind="stable").iloc[0]
    anzahl = len(je_massnahme)
    return (
        f"{satz} {format_anzahl(anzahl, 'Maßnahme läuft', 'Maßnahmen laufen')} weiter, ohne dass ein Anschluss erfasst "
        f"ist: {format_euro_kurz(sum(offen['eur']))}, am meisten bei {quoted(str(groesste['massnahme']))} "
        f"({format_euro(groesste['eur'])}, {format_prozent(groesste['anteil'], 0)} ihres Geldes)."
    )


def index_sentence(staende: Mapping[int, Decimal]) -> str:
    """How much prices rose over the years of the table, and what 100 € of the first are worth in the last."""
    if len(staende) < 2:
        return "Mit mindestens zwei Jahren lassen sich Beträge in Preise eines Jahres umrechnen."
    von, bis = min(staende), max(staende)
    verhaeltnis = staende[bis] / staende[von]
    wie = "gestiegen" if verhaeltnis >= 1 else "gefallen"
    return (
        f"Von {von} bis {bis} sind die Preise um {format_prozent(abs(verhaeltnis - 1))} {wie}: Was {von} 100{NBSP}€ "
        f"kostete, kostet {bis} {format_euro(100 * verhaeltnis, 2)}."
    )


JE_PERSON = {
    "erreicht": "gezählt, wie erfasst: Wer an mehreren Maßnahmen teilnimmt, zählt mehrfach",
    "zielgruppe": "Personen der Gebiete, in denen die Maßnahme wirkt; welches Merkmal sie zählt, steht in der Tabelle",
}


def people(anzahl: float) -> str:
    """»240 Personen«."""
    return format_anzahl(round(anzahl), "Person", "Personen")


def sentence_inhabitants(eur: Decimal | None, einwohner: float, jahr: int, art: str, je_gebiet: pd.DataFrame) -> str:
    """Euro per inhabitant of the whole town, what is for all included, and where most and least goes.

    ``je_gebiet``: frame[bezeichnung, je_kopf]; empty where areas are not named.
    """
    if eur is None:
        return f"Für {jahr} ist dieser Betrag nicht erfasst."
    teile = []
    if einwohner > 0:
        teile.append(
            f"{jahr} {_VERB[art]} {format_euro(float(eur) / einwohner, 2)} je Einwohner: {format_euro(eur)} für "
            f"{format_zahl(einwohner)} Menschen, Gesamtstädtisches eingeschlossen."
        )
    else:
        teile.append("Nicht von allen Gebieten sind die Einwohner bekannt; ein Wert für alle zusammen fehlt deshalb.")
    if len(je_gebiet):
        teile.append(sentence_money_per_head(je_gebiet, "Einwohner"))
    return " ".join(teil for teil in teile if teil)


def sentence_per_person(massnahmen: pd.DataFrame, jahr: int, art: str, je: str) -> str:
    """Euro per reached person or person of the Zielgruppe: all together, and how much is not known.

    ``massnahmen``: frame[bezeichnung, eur, erreicht, je_person, personen, je_zielgruppe, verborgen].
    """
    spalte = "je_person" if je == "erreicht" else "je_zielgruppe"
    da, mit_geld = massnahmen.dropna(subset=[spalte]), massnahmen["eur"].notna()
    anzahl = format_anzahl(int(mit_geld.sum()), "Maßnahme", "Maßnahmen")
    if da.empty and je == "erreicht":
        return f"Für {jahr} ist bei keiner Maßnahme mit Geld erfasst, wie viele Personen sie erreicht hat."
    if da.empty:
        ohne = f"Für {jahr} ist bei keiner Maßnahme mit Geld bekannt, wie viele Personen ihre Zielgruppe umfasst."
        return f"{ohne} {_ANGEBEN}"
    oben = da.sort_values(spalte, ascending=False, kind="stable").iloc[0]
    meistes = f"am meisten bei {quoted(str(oben['bezeichnung']))} ({format_euro(oben[spalte], _digits(oben[spalte]))})"
    if je == "zielgruppe":
        return (
            f"Von {len(da)} der {anzahl} mit Geld ist bekannt, wie viele Personen ihre Zielgruppe umfasst; {jahr} "
            f"{_VERB[art]} je Person {meistes}. {_ANGEBEN if len(da) < mit_geld.sum() else ''}".strip()
        )
    im_mittel = float(sum(da["eur"])) / da["erreicht"].sum()
    satz = (
        f"{jahr} {_VERB[art]} {format_euro(im_mittel, _digits(im_mittel))} je erreichter Person, {meistes}. "
        f"Erreichte sind gezählt bei {len(da)} der {anzahl} mit Geld"
    )
    verborgen = int((massnahmen["verborgen"] & mit_geld).sum())
    return f"{satz}; bei {verborgen} ist verborgen, wie wenige es waren." if verborgen else f"{satz}."


def _digits(eur: float) -> int:
    return 2 if eur < 10 else 0


_VERB = {"ansatz": "sind angesetzt:", "bewilligt": "sind bewilligt:", "ist": "wurden ausgegeben:"}
_ANGEBEN = "Unter »Bearbeiten« lässt sich bei jeder Maßnahme angeben, welches Merkmal ihre Zielgruppe zählt."


def sentence_matrix(matrix: Geldmatrix, name: Callable[[Hashable], str], jahr: int, art: str, nur: str) -> str:
    """Where most of the money is; ``nur``: what the third dimension is held at, if it is."""
    if not matrix.zellen:
        return f"Für diese Auswahl ist {jahr} nichts erfasst."
    (zeile, spalte), eur = max(matrix.zellen.items(), key=lambda zelle: zelle[1])
    worin = f"{jahr} {_VERB[art]} {format_euro(matrix.summe, 2)}{f' (nur {nur})' if nur else ''}."
    if matrix.summe <= 0:
        return worin
    anteil = format_prozent(float(eur / matrix.summe), 0)
    return f"{worin} Der größte Posten: {name(zeile)}, {name(spalte)} mit {format_euro(eur, 2)} ({anteil})."
