"""Sentences about a Sozialindex. They speak of Unterstützungsbedarf, never of bad districts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sozialplanung.analysis.parameter import load_parameter
from sozialplanung.analysis.sozialindex import KLASSENZAHL, Indexdefinition, Klassenwechsel, Verfahren, class_bounds
from sozialplanung.analysis.uncertainty import Schwankung
from sozialplanung.formatting import format_prozent, format_wert, format_zahl, is_missing, join_und
from sozialplanung.model import Indikator, Ohneindex, Raumebene, Richtung

VERFAHREN_NAMEN: dict[Verfahren, str] = {
    "mss": "Berliner Verfahren (MSS)",
    "hamburg": "Angelehnt an Hamburg",
    "z": "Mittel der z-Werte",
    "rang": "Mittel der Ränge",
    "minmax": "Min–Max",
    "pca": "Hauptkomponente (PCA)",
    "imd": "Englischer Index (IMD)",
}
VERFAHREN_KURZ: dict[Verfahren, str] = {
    "mss": "MSS", "hamburg": "Hamb.", "z": "z", "rang": "Rang", "minmax": "Min–Max", "pca": "PCA", "imd": "IMD",
}  # fmt: skip
VERFAHREN_ERKLAERT: dict[Verfahren, str] = {
    "mss": "Summe der z-Werte, alle Indikatoren gleich gewichtet; feste Klassengrenzen bei −1, 1 und 1,5 "
    "Standardabweichungen.",
    "hamburg": "Mittel der z-Werte, alle Indikatoren gleich gewichtet; Klassen nach Standardabweichungen mit Grenzen, "
    "die Sie ändern können. Angelehnt an das Hamburger Sozialmonitoring, dessen genaue Grenzen hier nicht vorliegen.",
    "z": "Gewichtetes Mittel der Abstände vom Durchschnitt, in Standardabweichungen.",
    "rang": "Gewichtetes Mittel der Ränge, 0 bis 1; Ausreißer zählen nicht mehr als ihr Rang.",
    "minmax": "Jeder Indikator von 0 (geringster Bedarf) bis 1 (größter), dann gewichtet gemittelt.",
    "pca": "Die Gewichte kommen aus den Daten: das, was den Indikatoren am meisten gemeinsam ist.",
    "imd": "Ränge je Indikator, so gestreckt, dass Stärken Belastungen nur zum Teil ausgleichen; 0 bis 100.",
}
_BEDARF_FEST = ("niedrig", "mittel", "hoch", "sehr hoch")
_BEDARF = {
    1: ("gleich",),
    2: ("niedriger", "höher"),
    3: ("niedrig", "mittel", "hoch"),
    4: ("niedrig", "eher niedrig", "eher hoch", "hoch"),
}
_ZAHLWORT = {1: "dem", 2: "den zwei", 3: "den drei"}


def need_names(verfahren: Verfahren, gebiete: int, grenzen: tuple[float, ...] = ()) -> tuple[str, ...]:
    """Names of the classes of need for a number of areas with index, from little to much; ``grenzen`` as set."""
    if fest := class_bounds(verfahren, grenzen):
        return _BEDARF_FEST[: len(fest) + 1]
    return _BEDARF[max(min(KLASSENZAHL, gebiete), 1)]


def reason_without_index(grund: Ohneindex | None, mindesteinwohner: int) -> str:
    """Why an area has no index, as short as it stands on a map and in a legend."""
    match grund:
        case Ohneindex.GEHEIM:
            return "geheim"
        case Ohneindex.KLEIN:
            return f"unter {format_zahl(mindesteinwohner)} Einwohnern" if mindesteinwohner else "zu klein"
        case _:
            return "Wert fehlt"


def sentence_left_out(
    tabelle: pd.DataFrame, mindesteinwohner: int, ungeprueft: int, *, namentlich: bool = True
) -> list[str]:
    """Who has no index and why, for the line under the map. ``tabelle``: frame[bezeichnung, grund]."""
    satz = []
    ohne = list(zip(tabelle["bezeichnung"], tabelle["grund"], strict=True))
    for grund, kopf in (
        (Ohneindex.KLEIN, f"ohne Index, weil {reason_without_index(Ohneindex.KLEIN, mindesteinwohner)}"),
        (Ohneindex.GEHEIM, "ohne Index, weil ein Wert geheim ist"),
        (Ohneindex.FEHLT, "ohne Index, weil ein Wert fehlt"),
    ):
        if namen := sorted(name for name, dieser in ohne if dieser == grund):
            anzahl = f"{len(namen)} {'Gebiet' if len(namen) == 1 else 'Gebiete'}"
            satz.append(f"{kopf}: {join_und(namen) if namentlich and len(namen) <= 6 else anzahl}")
    if ungeprueft:
        satz.append(f"Einwohnerzahl unbekannt und nicht geprüft: {ungeprueft} von {len(tabelle)}")
    return satz


def sentence_index(tabelle: pd.DataFrame, indikatoren: int, ebene: Raumebene, jahr: int) -> str:
    """Where the need is greatest and least; what is missing. ``tabelle``: frame[bezeichnung, rang]."""
    da = sorted(
        (rang, name) for rang, name in zip(tabelle["rang"], tabelle["bezeichnung"], strict=True) if rang == rang
    )
    vorn, hinten = ([name for rang, name in da if rang == da[ende][0]] for ende in (0, -1))
    if len(vorn) == len(da):
        satz = f"Nach {indikatoren} Indikatoren ist der Unterstützungsbedarf {jahr} überall gleich."
    else:
        satz = (
            f"Nach {indikatoren} Indikatoren ist der Unterstützungsbedarf {jahr} in {_some(vorn)} am größten, "
            f"in {_some(hinten)} am geringsten."
        )
    fehlend = len(tabelle) - len(da)
    return satz + (f" Ohne Index: {fehlend} von {len(tabelle)} {ebene.dativ}." if fehlend else "")


def _some(namen: Sequence[str]) -> str:
    return join_und(list(namen)) if len(namen) <= 3 else f"{namen[0]} und {len(namen) - 1} weiteren"


def sentence_classes(tabelle: pd.DataFrame, namen: Sequence[str], ebene: Raumebene) -> str:
    """Who is in the highest class that occurs. ``tabelle``: frame[bezeichnung, klasse]."""
    da = [(int(k), name) for k, name in zip(tabelle["klasse"], tabelle["bezeichnung"], strict=True) if k == k]
    hoechste = max(klasse for klasse, _ in da)
    wer = sorted(name for klasse, name in da if klasse == hoechste)
    verb = "liegt" if len(wer) == 1 else "liegen"
    besetzt = "" if hoechste == len(namen) - 1 else "besetzten "
    satz = f"In der höchsten {besetzt}Klasse »{namen[hoechste]}« {verb} {len(wer)} von {len(da)} {ebene.dativ}"
    return f"{satz}: {join_und(wer)}." if len(wer) <= 5 else f"{satz}."


def sentence_ranges(raenge: pd.DataFrame, gebiet: str, k: int, ebene: Raumebene) -> str:
    """How sure the rank of one area is. ``raenge``: frame[bezeichnung, rang_von, rang_bis, anteil_vorn] by area."""
    zeile = raenge.loc[[gebiet]].iloc[0]
    if is_missing(zeile["rang_von"]):
        return f"{zeile['bezeichnung']} hat keinen Rang, weil es keinen Index hat."
    von, bis = int(zeile["rang_von"]), int(zeile["rang_bis"])
    spanne = f"auf Rang {von}" if von == bis else f"zwischen Rang {von} und {bis}"
    mehrzahl = ebene.dativ if k > 1 else ebene.singular
    return (
        f"{zeile['bezeichnung']} gehört in {format_prozent(zeile['anteil_vorn'], 0)} der Varianten zu "
        f"{_ZAHLWORT[k]} {mehrzahl} mit dem größten Unterstützungsbedarf und liegt in mindestens 90 % {spanne}."
    )


def variants_note(schwanken: Schwankung, ohne_zahlen: Sequence[str]) -> str:
    """What the 1.000 variants vary, and which Indikatoren have no counts that could."""
    satz = {
        "gewichte": "1.000 Varianten von Gewichten und Skalen, ohne die Zufallsschwankung kleiner Anzahlen",
        "zahlen": "1.000 Varianten der Anzahlen, wie der Zufall sie hätte ergeben können, mit festen Gewichten",
        "beides": "1.000 Varianten von Gewichten, Skalen und Anzahlen",
    }[schwanken]
    if schwanken == "gewichte" or not ohne_zahlen:
        return satz
    return f"{satz}; ohne Anzahlen und darum fest: {join_und(list(ohne_zahlen))}"


def few_areas_note(anzahl: int, ebene: Raumebene) -> str:
    """Caution that goes with ranks of few areas; empty for many."""
    if anzahl >= int(load_parameter("index_wenige_gebiete")):
        return ""
    return f"Bei nur {anzahl} {ebene.dativ} sind Ränge unsicher: Schon kleine Unterschiede verschieben sie."


def sentence_groups(lage: pd.DataFrame, ebene: Raumebene, jahr: int, frueher: int) -> str:
    """Low Status and how it develops. ``lage``: frame[bezeichnung, status, dynamik]."""
    da = lage.dropna(subset=["status", "dynamik"])
    niedrig = da[da["status"].isin(["niedrig", "sehr niedrig"])]
    namen = niedrig["bezeichnung"].tolist()
    kopf = f"Status {jahr}, Dynamik seit {frueher}: "
    if not namen:
        return kopf + f"Kein Gebiet von {len(da)} {ebene.dativ} hat einen niedrigen Status."
    satz = f"{_some(namen)} {'hat' if len(namen) == 1 else 'haben'} einen niedrigen oder sehr niedrigen Status"
    teile = [
        f"{wort} in {_some(niedrig.loc[niedrig['dynamik'] == art, 'bezeichnung'].tolist())}"
        for art, wort in (("negativ", "ungünstiger als anderswo"), ("positiv", "günstiger als anderswo"))
        if (niedrig["dynamik"] == art).any()
    ]
    verlauf = f"die Entwicklung ist {join_und(teile)}" if teile else "die Entwicklung ist stabil"
    return f"{kopf}{satz}; {verlauf}."


def sentence_reasons(name: str, beitraege: pd.Series, indikatoren: Mapping[str, Indikator]) -> str:
    """What lifts and what lowers the index of one area most. ``beitraege`` by indikator_id."""
    hoch, tief = str(beitraege.idxmax()), str(beitraege.idxmin())
    teile = []
    if beitraege[hoch] > 0:
        teile.append(f"Am stärksten erhöht den Bedarf »{indikatoren[hoch].bezeichnung}«")
    if beitraege[tief] < 0:
        verb = "am stärksten senkt ihn" if teile else "Am stärksten senkt den Bedarf"
        teile.append(f"{verb} »{indikatoren[tief].bezeichnung}«")
    return f"{name}: {'; '.join(teile)}." if teile else f"{name} liegt in allem im Mittel."


def sentence_change(name: str, wechsel: Klassenwechsel | None, namen: Sequence[str], indikator: Indikator) -> str:
    """The smallest change that would change the class, in the unit of the indicator; empty where there is none."""
    if wechsel is None:
        return ""
    einheit = indikator.einheit.split(" ")[0]
    # one digit more than usual, so that a small change is not rounded away
    stellen = indikator.nachkommastellen + (round(abs(wechsel.neuer_wert - wechsel.bisher), 1) == 0)
    neu = format_wert(wechsel.neuer_wert, None, einheit, stellen)
    bisher = format_wert(wechsel.bisher, None, einheit, stellen)
    return (
        f"Der kürzeste Weg in eine andere Klasse: Bei »{indikator.bezeichnung}« {neu} statt {bisher}, und "
        f"{name} käme in die Klasse »{namen[wechsel.klasse]}« – alles andere gleich."
    )


def sentence_correlations(r: pd.DataFrame, indikatoren: Mapping[str, Indikator]) -> str:
    """The two indicators that go together most, and those that run against the others."""
    werte = r.to_numpy(dtype=np.float64)
    unten = np.tril(np.ones(werte.shape, dtype=bool), -1) & ~np.isnan(werte)
    if not unten.any():
        return "Die Indikatoren unterscheiden sich zwischen den Gebieten nicht; es gibt keinen Zusammenhang."
    i, j = divmod(int(np.argmax(np.where(unten, werte, -np.inf))), len(werte))
    eins, zwei = (f"»{indikatoren[str(r.columns[k])].bezeichnung}«" for k in (j, i))
    satz = f"Am engsten hängen {eins} und {zwei} zusammen (r = {format_zahl(float(werte[i, j]), 2)})"
    if werte[i, j] >= 0.9:
        satz += "; im Index zählen sie fast doppelt"
    gegen = int((werte[unten] < 0).sum())
    return f"{satz}." + (f" {gegen} von {int(unten.sum())} Paaren laufen gegeneinander." if gegen else "")


def sentence_methods(raenge: pd.DataFrame, verfahren: Sequence[Verfahren]) -> str:
    """Which areas are first under the methods. ``raenge``: frame[bezeichnung, …one column per method]."""
    da = raenge.dropna(subset=list(verfahren))
    vorn = da.loc[(da[list(verfahren)] == 1).any(axis=1), "bezeichnung"].tolist()
    weiteste = da.assign(spanne=np.ptp(da[list(verfahren)].to_numpy(dtype=np.float64), axis=1)).nlargest(1, "spanne")
    name, spanne = str(weiteste["bezeichnung"].iloc[0]), int(weiteste["spanne"].iloc[0])
    if len(vorn) == 1:
        satz = f"In allen {len(verfahren)} Verfahren ist der Unterstützungsbedarf in {vorn[0]} am größten"
    else:
        satz = f"Je nach Verfahren steht an erster Stelle {join_und(vorn).replace(' und ', ' oder ')}"
    if spanne == 0:
        return f"{satz}; alle Ränge bleiben gleich."
    return f"{satz}; am weitesten verschiebt sich {name} (um {spanne} {'Rang' if spanne == 1 else 'Ränge'})."


def sentence_comparison(tabelle: pd.DataFrame, namen: Sequence[str] | None, ebene: Raumebene) -> str:
    """What another definition changes.

    ``tabelle``: frame[bezeichnung, rang_0, klasse_0, rang_1, klasse_1]; ``namen`` of the classes where both definitions
    have the same ones, else None: then only ranks are compared.
    """
    da = tabelle.dropna(subset=["rang_0", "rang_1"])
    if da.empty:
        return "Kein Gebiet hat nach beiden Definitionen einen Index."
    teile = []
    if namen is None:
        teile.append("Die Klassen sind verschieden gebildet; verglichen werden die Ränge")
    else:
        anders = da[da["klasse_0"] != da["klasse_1"]].sort_values("bezeichnung")
        reihen = zip(anders["bezeichnung"], anders["klasse_0"].astype(int), anders["klasse_1"].astype(int), strict=True)
        wer = [f"{name} ({namen[neu]} statt {namen[alt]})" for name, alt, neu in reihen]
        kopf = f"{len(wer)} von {len(da)} {ebene.dativ} {'kommt' if len(wer) == 1 else 'kommen'} in eine andere Klasse"
        if not wer:
            teile.append(f"Alle {len(da)} {ebene.plural} bleiben in ihrer Klasse")
        else:
            teile.append(f"{kopf}: {join_und(wer)}" if len(wer) <= 4 else kopf)
    wege = (da["rang_1"] - da["rang_0"]).to_numpy(dtype=np.float64)
    weiteste = int(np.argmax(np.abs(wege)))
    spanne = int(abs(wege[weiteste]))
    if spanne:
        wohin = "mehr" if wege[weiteste] < 0 else "weniger"
        raenge = f"um {spanne} {'Rang' if spanne == 1 else 'Ränge'} zu {wohin} Bedarf"
        teile.append(f"am weitesten verschiebt sich {da['bezeichnung'].iloc[weiteste]} ({raenge})")
    else:
        teile.append("alle Ränge sind gleich")
    ohne = int((tabelle["rang_0"].isna() != tabelle["rang_1"].isna()).sum())
    return "; ".join(teile) + "." + (f" Nur nach einer der beiden einen Index: {ohne} Gebiete." if ohne else "")


INDEX_EINHEIT = "Index, mehr = mehr Unterstützungsbedarf"


def index_as_indikator(index_id: str, bezeichnung: str, definition: str) -> Indikator:
    """A saved index as an Indikator that every page can show; ``definition`` in words."""
    return Indikator(
        indikator_id=index_id,
        bezeichnung=bezeichnung,
        frage="Wo ist der Unterstützungsbedarf am größten?",
        zaehler_merkmal_id="",
        nenner_merkmal_id=None,
        gewicht_merkmal_id=None,
        einheit=INDEX_EINHEIT,
        nachkommastellen=2,
        richtung=Richtung.BELASTUNG,
        handlungsfeld="Sozialindex",
        zielgruppe="",
        definition=definition,
        ist_index=True,
    )


def describe_definition(definition: Indexdefinition, indikatoren: Mapping[str, Indikator]) -> str:
    """»Mittel der z-Werte aus A (60 %) und B (40 %, umgekehrt), ab 300 Einwohnern«; for source lines."""
    anteile = definition.anteile_der_gewichte
    gleich = len({round(anteil, 6) for anteil in anteile}) == 1
    teile = []
    for name, richtung, anteil in zip(definition.indikatoren, definition.richtungen, anteile, strict=True):
        zusatz = [] if gleich else [format_prozent(anteil, 0 if abs(anteil * 100 - round(anteil * 100)) < 0.05 else 1)]
        zusatz += ["umgekehrt"] if richtung == Richtung.STAERKE else []
        bezeichnung = indikatoren[name].bezeichnung if name in indikatoren else name
        teile.append(bezeichnung + (f" ({', '.join(zusatz)})" if zusatz else ""))
    satz = f"{VERFAHREN_NAMEN[definition.verfahren]} aus {join_und(teile)}"
    if definition.verfahren == "hamburg":
        satz += f", Klassengrenzen {'; '.join(format_zahl(g, 1) for g in definition.klassengrenzen)}"
    mindestens = definition.mindesteinwohner
    return satz + (f", ab {format_zahl(mindestens)} Einwohnern" if mindestens else "")
