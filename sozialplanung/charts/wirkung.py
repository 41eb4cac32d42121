"""From money to effect as HTML: the chain of one Maßnahme, its milestones, and an overview of many.

Everything is escaped, for ``st.html``; signs stand beside every colour, and words beside every sign.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple

from sozialplanung.analysis.wirkung import Bewegung, Lage
from sozialplanung.charts.theme import Stil
from sozialplanung.model import Ampel, Evidenz, Finanzierungsquelle

OHNE_STAND = "ohne Angabe"
_STUFEN = tuple(Evidenz)  # from weak to strong


class Glied(NamedTuple):
    """A link of the chain: its name, the question it answers, figures in large type with what they are, and words."""

    name: str
    frage: str
    zahlen: tuple[tuple[str, str], ...] = ()
    text: str = ""


class Leistungszeile(NamedTuple):
    """Soll and Ist of a Kennzahl in one year; ``text`` says both in words."""

    kennzahl: str
    jahr: int
    soll: float | None
    ist: float | None
    text: str


class Meilenstein(NamedTuple):
    name: str
    lage: Lage
    text: str


class Zeile(NamedTuple):
    """A Maßnahme in the overview; ``anteil``: Ist ÷ Soll."""

    name: str
    adresse: str
    stand: str | None
    meilenstein: Meilenstein | None
    leistung: str
    anteil: float | None
    indikator: str
    bewegung: Bewegung | None
    evidenz: str | None


def ampel_sign(stand: str | None, stil: Stil) -> tuple[str, str]:
    """Sign and colour: neither red nor green, and each sign has a shape of its own."""
    farben = stil.farben
    zeichen = {
        Ampel.PLAN: ("●", farben.primaer),
        Ampel.VERZUG: ("◆", farben.geld[Finanzierungsquelle.LAND]),
        Ampel.GEFAEHRDET: ("▲", farben.abweichung[0]),
    }
    return zeichen.get(Ampel(stand), ("", "")) if stand else ("○", farben.gedaempft)


def ampel_html(stand: str | None, stil: Stil) -> str:
    zeichen, farbe = ampel_sign(stand, stil)
    return (
        f'<span style="white-space:nowrap"><span style="color:{farbe}">{zeichen}</span> '
        f"{html.escape(stand or OHNE_STAND)}</span>"
    )


def chain_html(glieder: Sequence[Glied], stil: Stil, *, beispiel: bool = False) -> str:
    """Input → Output → Outcome → Impact side by side; on narrow screens one below the other."""
    farben = stil.farben
    kaesten = []
    for nummer, glied in enumerate(glieder):
        ton = farben.bedarf[min(2 + nummer, len(farben.bedarf) - 1)]
        pfeil = f'<div style="align-self:center;font-size:1.6em;color:{farben.gedaempft}" aria-hidden="true">➜</div>'
        kopf = (
            f'<div style="font-weight:600;color:{farben.gedaempft}">{html.escape(glied.name)}</div>'
            f'<div style="margin-bottom:.4em">{html.escape(glied.frage)}</div>'
        )
        zahlen = "".join(
            f'<div style="font-size:1.55em;line-height:1.2;font-weight:600">{html.escape(gross)}</div>'
            f'<div style="margin-bottom:.35em">{html.escape(klein)}</div>'
            for gross, klein in glied.zahlen
        )
        text = f"<div>{html.escape(glied.text)}</div>" if glied.text else ""
        kaesten.append(
            f'{pfeil if nummer else ""}<section style="flex:1 1 {11 * stil.schrift}px;background:{farben.papier};'
            f'border-top:5px solid {ton};padding:.6em .8em;border-radius:3px">{kopf}{zahlen}{text}</section>'
        )
    reihe = f'<div style="display:flex;flex-wrap:wrap;gap:.5em">{"".join(kaesten)}</div>'
    return _frame(_mark(beispiel) + reihe, stil)


def outputs_html(zeilen: Sequence[Leistungszeile], stil: Stil, *, beispiel: bool = False) -> str:
    """Per Kennzahl a bar a year: filled what was done, a line where it was meant to end."""
    farben = stil.farben
    teile = [_mark(beispiel)]
    for kennzahl in dict.fromkeys(zeile.kennzahl for zeile in zeilen):
        hier = [zeile for zeile in zeilen if zeile.kennzahl == kennzahl]
        groesste = max([x for zeile in hier for x in (zeile.soll, zeile.ist) if x is not None], default=0) or 1.0
        teile.append(f'<div style="font-weight:600;margin:.5em 0 .1em">{html.escape(kennzahl)}</div>')
        teile += [_bar(zeile, groesste, stil) for zeile in hier]
    schluessel = (
        f'<div style="margin-top:.6em;font-size:{stil.klein}px"><span style="display:inline-block;width:1.6em;'
        f'height:.7em;background:{farben.primaer}"></span> Ist &nbsp; <span style="display:inline-block;width:0;'
        f'height:1em;border-left:3px solid {farben.tinte};vertical-align:-.15em"></span> Soll</div>'
    )
    return _frame("".join(teile) + schluessel, stil)


def _bar(zeile: Leistungszeile, groesste: float, stil: Stil) -> str:
    farben = stil.farben
    gefuellt = "" if zeile.ist is None else _piece(f"width:{zeile.ist / groesste:.1%};background:{farben.primaer}")
    strich = "" if zeile.soll is None else _piece(f"left:{zeile.soll / groesste:.1%};border-left:3px solid")
    return (
        f'<div style="display:flex;gap:.6em;align-items:center;line-height:1.7"><span style="flex:0 0 2.6em">'
        f'{zeile.jahr}</span><span style="flex:1 1 40%;position:relative;height:1.05em;background:{farben.papier};'
        f'margin-right:3px" aria-hidden="true">{gefuellt}{strich}</span>'
        f'<span style="flex:1 1 45%">{html.escape(zeile.text)}</span></div>'
    )


def _piece(form: str) -> str:
    return f'<span style="position:absolute;top:0;bottom:0;left:0;{form}"></span>'


def milestones_html(meilensteine: Sequence[Meilenstein], stil: Stil, *, beispiel: bool = False) -> str:
    """From top to bottom along a line: what is reached is full, what is still to come is empty."""
    farben = stil.farben
    punkte = []
    for m in meilensteine:
        zeichen, farbe = _milestone_sign(m.lage, stil)
        punkte.append(
            f'<li style="position:relative;padding:0 0 .7em 1.7em;border-left:2px solid {farben.haarlinie};'
            f'margin-left:.55em"><span style="position:absolute;left:-.62em;top:-.1em;font-size:1.15em;color:{farbe};'
            f'background:{farben.grund};line-height:1.25" aria-hidden="true">{zeichen}</span>'
            f'<div style="font-weight:600">{html.escape(m.name)}</div><div>{html.escape(m.text)}</div></li>'
        )
    liste = f'<ul style="list-style:none;margin:.3em 0 0;padding:0">{"".join(punkte)}</ul>'
    return _frame(_mark(beispiel) + liste, stil)


def _milestone_sign(lage: Lage, stil: Stil) -> tuple[str, str]:
    farben = stil.farben
    ocker = farben.geld[Finanzierungsquelle.LAND]
    return {
        Lage.ERREICHT: ("●", farben.primaer),
        Lage.SPAETER: ("◆", ocker),
        Lage.OFFEN: ("○", farben.gedaempft),
        Lage.UEBERFAELLIG: ("▲", farben.abweichung[0]),
    }[lage]


def evidence_html(evidenz: str | None, stil: Stil) -> str:
    """The levels of evidence as a ladder, the strongest at the top, the one that is claimed in strong type."""
    farben = stil.farben
    sprossen = []
    for nummer, stufe in reversed(list(enumerate(_STUFEN, 1))):
        gilt = stufe == evidenz
        farbe = farben.primaer if gilt else farben.haarlinie
        balken = f'<span style="flex:0 0 {nummer * 1.1:.1f}em;height:1em;background:{farbe}"></span>'
        gewicht = "font-weight:600" if gilt else f"color:{farben.gedaempft}"
        marke = "▸ " if gilt else ""
        sprossen.append(
            f'<div style="display:flex;gap:.6em;align-items:center;line-height:1.8"><span style="flex:0 0 5.6em;'
            f'display:flex" aria-hidden="true">{balken}</span><span style="{gewicht}">{marke}{stufe.value}</span></div>'
        )
    return _frame("".join(sprossen), stil)


def evidence_dots(evidenz: str | None) -> str:
    """»●●○○○«: how well an effect is established, on the ladder of five."""
    stufe = _STUFEN.index(Evidenz(evidenz)) + 1 if evidenz else 0
    return "●" * stufe + "○" * (len(_STUFEN) - stufe)


def states_html(anzahlen: Sequence[tuple[str | None, int]], stil: Stil) -> str:
    """How many Maßnahmen are where, as one bar with its parts named below."""
    farben = stil.farben
    summe = sum(anzahl for _, anzahl in anzahlen) or 1
    teile = "".join(
        f'<span style="flex:{anzahl / summe:.4f};background:'
        f'{ampel_sign(stand, stil)[1] if stand else farben.haarlinie}"></span>'
        for stand, anzahl in anzahlen
        if anzahl
    )
    worte = "".join(
        f'<span style="white-space:nowrap;margin-right:1.4em">{ampel_html(stand, stil)} <b>{anzahl}</b></span>'
        for stand, anzahl in anzahlen
        if anzahl
    )
    balken = f'<div style="display:flex;gap:2px;height:.9em;margin-bottom:.3em" aria-hidden="true">{teile}</div>'
    return _frame(balken + worte, stil)


def overview_html(zeilen: Sequence[Zeile], stil: Stil, *, beispiel: bool = False) -> str:
    """A row per Maßnahme: where it stands, what comes next, what it reached, what moved, how that is known."""
    farben = stil.farben
    rand = f"border-bottom:1px solid {farben.haarlinie};padding:.35em .6em .35em 0;vertical-align:top;text-align:left"
    koepfe = ("Maßnahme", "Stand", "Nächster Meilenstein", "Soll und Ist", "Indikator seit Beginn", "Belegt")
    kopf = "".join(
        f'<th scope="col" style="{rand};font-weight:600;color:{farben.gedaempft}">{titel}</th>' for titel in koepfe
    )
    inhalt = "".join(
        f'<tr><th scope="row" style="{rand};font-weight:600;min-width:11em">{_link(zeile, farben.primaer)}</th>'
        + "".join(f'<td style="{rand}">{zelle}</td>' for zelle in _cells(zeile, stil))
        + "</tr>"
        for zeile in zeilen
    )
    tabelle = (
        f'<table style="border-collapse:collapse;width:100%"><thead><tr>{kopf}</tr></thead>'
        f"<tbody>{inhalt}</tbody></table>"
    )
    return _frame(_mark(beispiel) + tabelle, stil)


def _link(zeile: Zeile, farbe: str) -> str:
    adresse = html.escape(zeile.adresse, quote=True)
    return f'<a href="{adresse}" target="_self" style="color:{farbe}">{html.escape(zeile.name)}</a>'


def _cells(zeile: Zeile, stil: Stil) -> list[str]:
    farben = stil.farben
    meilenstein = "–"
    if zeile.meilenstein:
        zeichen, farbe = _milestone_sign(zeile.meilenstein.lage, stil)
        meilenstein = (
            f'<span style="color:{farbe}">{zeichen}</span> {html.escape(zeile.meilenstein.name)}'
            f'<div style="color:{farben.gedaempft}">{html.escape(zeile.meilenstein.text)}</div>'
        )
    leistung = html.escape(zeile.leistung)
    if zeile.anteil is not None:
        breite = min(zeile.anteil, 1.5) / 1.5
        leistung = (
            f'<div style="position:relative;height:.7em;min-width:6em;background:{farben.papier};margin:.25em 0"'
            f' aria-hidden="true">{_piece(f"width:{breite:.1%};background:{farben.primaer}")}'
            f"{_piece(f'left:{1 / 1.5:.1%};border-left:3px solid')}</div>{leistung}"
        )
    indikator = html.escape(zeile.indikator)
    if zeile.bewegung is not None:
        indikator += f'<div style="color:{farben.gedaempft}">{html.escape(zeile.bewegung.value)}</div>'
    worte = html.escape(zeile.evidenz or "nichts angegeben")
    belegt = (
        f'<span title="{worte}" aria-label="{worte}" style="letter-spacing:.08em">{evidence_dots(zeile.evidenz)}</span>'
    )
    return [ampel_html(zeile.stand, stil), meilenstein, leistung or "–", indikator or "–", belegt]


def _mark(beispiel: bool) -> str:
    return '<div style="text-align:right;font-weight:600;font-size:.85em">Beispiel</div>' if beispiel else ""


def _frame(inhalt: str, stil: Stil) -> str:
    return f'<div style="color:{stil.farben.tinte};font-size:{stil.schrift + 1}px;line-height:1.4">{inhalt}</div>'
