"""Page »Daten«: how any table is read – on top of the sheet, guess by guess with its reason, each to be corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from sozialplanung.formatting import format_zahl, format_zeitraum
from sozialplanung.importer import Erkennung
from sozialplanung.importer.datei import Datei
from sozialplanung.importer.profile.matrix import spaltenname
from sozialplanung.importer.profile.roh import join_gruppe
from sozialplanung.importer.profile.zeit import zeitraum
from sozialplanung.importer.tabelle.begruenden import KODIERUNG, TRENNER
from sozialplanung.importer.tabelle.lesart import Deutung, Lesart, Vermutung, Vorgaben
from sozialplanung.importer.tabelle.lesen import find_blatt
from sozialplanung.importer.tabelle.raster import KODIERUNGEN, looks_like_table
from sozialplanung.model import Herkunft, Merkmalsart, Raumebene
from sozialplanung.report.saetze_woher import HERKUNFT
from sozialplanung.ui import components, lesewahl, tabellenansicht

_SICHER, _FAST, _KAUM = 0.9, 0.7, 0.5
_KEINE = -1
_NAMEN_DER_ART = {Merkmalsart.ANZAHL: "Anzahl", Merkmalsart.BETRAG: "Betrag", Merkmalsart.RATE: "Quote, Durchschnitt"}
_ZEIGE_SPALTEN = 200
Setzen = Callable[[Any], Vorgaben]


def draw(datei: Datei, erkennung: Erkennung) -> None:
    """The sheet, every guess with its reason, and the meaning of each column of figures."""
    deutung = erkennung.deutung
    if deutung is None:
        return
    lesart = deutung.lesart
    vorgaben = base(erkennung)
    blaetter = lesewahl.sheets(datei, lesart.kodierung, lesart.trenner)
    st.subheader("So wird die Tabelle gelesen", anchor=False)
    tabellenansicht.draw(find_blatt(blaetter, lesart.blatt, datei.name), lesart, vorgaben)
    _draw_way_back()
    unsicher = [v for v in deutung.vermutungen if v.sicherheit < _FAST]
    titel = "Was angenommen wird, und warum" + (f" – {format_zahl(len(unsicher))} bitte prüfen" if unsicher else "")
    with st.expander(titel, icon=":material/rule:", expanded=bool(unsicher)):
        _draw_guesses(datei, deutung, vorgaben, [b.name for b in blaetter])
    with st.expander("Was die Spalten bedeuten", icon=":material/view_column:"):
        _draw_columns(datei, lesart, vorgaben)


def draw_broken(datei: Datei) -> None:
    """Nothing can be read as it is: the sheet alone, on which a person can say more, and the way back."""
    vorgaben = lesewahl.current().vorgaben or Vorgaben()
    if not looks_like_table(datei):
        return
    blaetter = lesewahl.sheets(datei, vorgaben.kodierung or "", vorgaben.trenner or "")
    blatt = next((b for b in blaetter if b.name == vorgaben.blatt), blaetter[0])
    if len(blaetter) > 1:
        _select("Blatt", [b.name for b in blaetter], blatt.name, str, lambda w: Vorgaben(blatt=w))
    tabellenansicht.draw(blatt, None, vorgaben)
    _draw_way_back()


def base(erkennung: Erkennung) -> Vorgaben:
    """What is decided so far: by a person, or by the recipe that was used."""
    gesagt = lesewahl.current().vorgaben
    if gesagt is None:
        gesagt = Vorgaben() if erkennung.passung is None else erkennung.passung.vorgaben
    return gesagt


def _draw_way_back() -> None:
    if nachricht := st.session_state.pop(lesewahl.NACHRICHT, None):
        st.warning(nachricht, icon=":material/info:")
    if lesewahl.current().vorgaben is None:
        return
    with st.container(horizontal=True, gap="small"):
        st.button("Letzte Änderung zurück", icon=":material/undo:", key="lesart_zurueck", on_click=lesewahl.undo)
        st.button("Alles wie vorgeschlagen", icon=":material/restart_alt:", key="lesart_neu",
                  on_click=lesewahl.start_over)  # fmt: skip


# --- guesses ------------------------------------------------------------------------------------------------------


def _draw_guesses(datei: Datei, deutung: Deutung, vorgaben: Vorgaben, blaetter: Sequence[str]) -> None:
    lesart = deutung.lesart
    nach_namen = {v.was: v for v in deutung.vermutungen}
    breite = _width(datei, lesart)
    if datei.is_text:
        with _row("Textdatei", nach_namen):
            _select("Kodierung", KODIERUNGEN, _encoding(datei, lesart), KODIERUNG.get, lambda w: replace(
                vorgaben, kodierung=w))  # fmt: skip
            _select("Trennzeichen", list(TRENNER), lesart.trenner or _delimiter(nach_namen), TRENNER.get,
                    lambda w: replace(Vorgaben(), kodierung=vorgaben.kodierung, trenner=w))  # fmt: skip
    if len(blaetter) > 1:
        with _row("Blatt", nach_namen):
            _select("Blatt", list(blaetter), lesart.blatt, str, lambda w: Vorgaben(blatt=w))
    with _row("Kopf", nach_namen):
        _number("von Zeile", lesart.kopf_von, 0, lambda n: replace(vorgaben, kopf_von=n, kopf_bis=max(
            n, lesart.kopf_bis) if n else 0, daten_von=None))  # fmt: skip
        _number("bis Zeile", lesart.kopf_bis, 0, lambda n: replace(vorgaben, kopf_von=min(
            n, lesart.kopf_von or n), kopf_bis=n, daten_von=None))  # fmt: skip
    with _row("Zahlen", nach_namen):
        _number("von Zeile", lesart.daten_von, 1, lambda n: replace(vorgaben, daten_von=n), "daten_von")
        _number("bis Zeile", lesart.daten_bis, 1, lambda n: replace(vorgaben, daten_bis=n), "daten_bis")
    with _row("Gebiet", nach_namen):
        _column("Name des Gebiets", breite, lesart.gebiet, lambda n: vorgaben.with_rolle("gebiet", n))
        _column("Schlüssel", breite, lesart.schluessel, lambda n: vorgaben.with_rolle("schluessel", n))
    with _row("Raumebene", nach_namen, "sagen die Schlüssel, oder sie ist nicht bekannt"):
        _select("Raumebene", ["", *Raumebene], lesart.ebene, _level_name, lambda w: replace(vorgaben, ebene=str(w)))
    with _row("Zeitraum", nach_namen):
        _column("Spalte", breite, lesart.zeit, lambda n: vorgaben.with_rolle("zeit", n), "zeitspalte")
        _period(lesart, vorgaben)
    with _row("Je Zeile", nach_namen, "alle Zeilen sagen dasselbe; sonst wählen Sie hier, was sie unterscheidet"):
        _column("Merkmal", breite, lesart.merkmal, lambda n: vorgaben.with_rolle("merkmal", n))
        _groups(breite, lesart, vorgaben)
    with _row("Dezimalzeichen", nach_namen, "keine Zahl ist als Text geschrieben"):
        namen = {",": "Komma (1.234,5)", ".": "Punkt (1,234.5)"}
        _select("Dezimalzeichen", list(namen), lesart.dezimal, namen.get, lambda w: replace(vorgaben, dezimal=w))
    with _row("Quelle", {}, "steht unter jedem Bild; kleine Anzahlen der Herkunft »eigene Erhebung« sind geschützt"):
        _text("Quelle", lesart.quelle, lambda t: replace(vorgaben, quelle=t), f"{lesart.titel}, Datei {datei.name}")
        _select("Herkunft", list(Herkunft), lesart.herkunft, lambda h: HERKUNFT[h],
                lambda w: replace(vorgaben, herkunft=w))  # fmt: skip
    for was in ("Summe", "Nicht gelesen"):
        if was in nach_namen:
            _row(was, nach_namen)


def _row(was: str, vermutungen: dict[str, Vermutung], sonst: str = "") -> Any:
    """What about, how sure and why on the left; the fields to say otherwise on the right."""
    links, rechts = st.columns([1.1, 1], vertical_alignment="center")
    v = vermutungen.get(was)
    text = f"{sonst}" if v is None else f"{components.markdown_escape(v.ergebnis)} – {_certainty(v)}"
    links.markdown(f"**{was}:** {text}")
    return rechts.container(horizontal=True, vertical_alignment="bottom", gap="small")


def _certainty(v: Vermutung) -> str:
    stufen = ((_SICHER, "sicher"), (_FAST, "recht sicher"), (_KAUM, "unsicher"), (0.0, "bitte prüfen"))
    wort = next(wort for ab, wort in stufen if v.sicherheit >= ab)
    return f":gray[{wort} ({format_zahl(100 * v.sicherheit)} %): {components.markdown_escape(v.grund)}]"


def _key(was: str) -> str:
    return f"lesart_{was}_{lesewahl.steps()}"


def _changed(key: str, setzen: Setzen) -> None:
    """A callback; where the field is gone or empty nothing is decided."""
    wert = st.session_state.get(key)
    if wert is not None:
        lesewahl.decide(setzen(wert))


def _select(was: str, moeglich: Sequence[str], jetzt: str, name: Callable[[Any], str | None], setzen: Setzen) -> None:
    key = _key(was)
    st.selectbox(
        was, moeglich, index=list(moeglich).index(jetzt) if jetzt in moeglich else None, key=key,
        format_func=lambda w: name(w) or str(w), placeholder="Bitte wählen", on_change=_changed, args=(key, setzen),
        width=190,
    )  # fmt: skip


def _column(was: str, breite: int, jetzt: int | None, setzen: Setzen, key: str = "") -> None:
    key = _key(key or was)
    nummern = [_KEINE, *range(breite)]
    st.selectbox(
        was, nummern, index=nummern.index(_KEINE if jetzt is None else jetzt), key=key,
        format_func=lambda n: "keine" if n == _KEINE else f"Spalte {spaltenname(n)}",
        placeholder="Bitte wählen", on_change=_changed, args=(key, setzen), width=150,
    )  # fmt: skip


def _number(was: str, jetzt: int, mindestens: int, setzen: Setzen, key: str = "") -> None:
    key = _key(key or f"kopf_{was}")
    st.number_input(
        was, min_value=mindestens, max_value=1_048_576, value=jetzt, step=1, key=key, on_change=_changed,
        args=(key, setzen), width=130,
    )  # fmt: skip


def _text(was: str, jetzt: str, setzen: Setzen, platzhalter: str) -> None:
    key = _key(was)
    st.text_input(was, jetzt, key=key, placeholder=platzhalter, max_chars=300, on_change=_changed, args=(key, setzen),
                  width=260)  # fmt: skip


def _period(lesart: Lesart, vorgaben: Vorgaben) -> None:
    """The Zeitraum of columns that say none themselves."""
    zeiten = {s.zeitraum for s in lesart.spalten}
    jetzt = zeiten.copy().pop() if len(zeiten) == 1 else ""
    key = _key("zeitraum")
    st.text_input(
        "wo keiner steht", format_zeitraum(jetzt) if jetzt else "", key=key, placeholder="z. B. 2024", max_chars=30,
        on_change=_set_period, args=(key, vorgaben), disabled=lesart.zeit is not None, width=150,
    )  # fmt: skip


def _set_period(key: str, vorgaben: Vorgaben) -> None:
    text = str(st.session_state.get(key) or "").strip()
    if not text:
        lesewahl.decide(replace(vorgaben, zeitraum=None))
    elif (gelesen := zeitraum(text)) is None:
        _refuse_period(text)
    else:
        spalten = tuple(replace(s, zeitraum=None if s.zeitraum == "" else s.zeitraum) for s in vorgaben.spalten)
        lesewahl.decide(replace(vorgaben, zeitraum=gelesen, spalten=spalten))


def _refuse_period(text: str) -> None:
    st.session_state[lesewahl.NACHRICHT] = (
        f"›{components.markdown_escape(text)}‹ ist kein Zeitraum. Möglich sind ein Jahr (2024), ein Tag (31.12.2024), "
        "ein Monat (März 2024) und ein Quartal (2024-Q1)."
    )


def _groups(breite: int, lesart: Lesart, vorgaben: Vorgaben) -> None:
    key = _key("gruppen")
    st.multiselect(
        "Gruppen", range(breite), list(lesart.gruppen), key=key, format_func=lambda n: f"Spalte {spaltenname(n)}",
        placeholder="keine", on_change=_changed, args=(key, lambda w: vorgaben.with_gruppen(tuple(w))), width=200,
    )  # fmt: skip


def _level_name(ebene: str) -> str:
    return Raumebene(ebene).singular if ebene else "sagt der Schlüssel"


def _encoding(datei: Datei, lesart: Lesart) -> str:
    return (lesart.kodierung or datei.kodierung).removesuffix("-sig")


def _delimiter(vermutungen: dict[str, Vermutung]) -> str:
    """What was recognised, as the guess says it."""
    text = vermutungen["Textdatei"].ergebnis if "Textdatei" in vermutungen else ""
    return next((zeichen for zeichen, name in TRENNER.items() if text.endswith(name)), "")


def _width(datei: Datei, lesart: Lesart) -> int:
    blatt = find_blatt(lesewahl.sheets(datei, lesart.kodierung, lesart.trenner), lesart.blatt, datei.name)
    zeilen = blatt.zeilen[max(lesart.kopf_von - 1, 0) : lesart.daten_bis]
    return min(max(map(len, zeilen), default=1), _ZEIGE_SPALTEN)


# --- columns of figures -------------------------------------------------------------------------------------------

_LESEN, _MERKMAL, _GRUPPE, _ZEIT, _EINHEIT, _ART, _MAL = (
    "lesen", "Merkmal", "Gruppe", "Zeitraum", "Einheit", "Art", "mal"
)  # fmt: skip


def _draw_columns(datei: Datei, lesart: Lesart, vorgaben: Vorgaben) -> None:
    """A row per column of figures, and one for each that is not read."""
    gelesen = {s.nummer: s for s in lesart.spalten}
    andere = [n for n in range(_width(datei, lesart)) if n not in gelesen and n not in lesart.beschriftung]
    nummern = [*sorted(gelesen)[:_ZEIGE_SPALTEN], *andere[: _ZEIGE_SPALTEN - len(gelesen)]]
    zeilen = []
    for n in nummern:
        s = gelesen.get(n)
        zeilen.append(
            {
                "Spalte": spaltenname(n),
                _LESEN: s is not None,
                _MERKMAL: s.merkmal if s else "",
                _GRUPPE: s.gruppe if s else "",
                _ZEIT: format_zeitraum(s.zeitraum) if s and s.zeitraum else "",
                _EINHEIT: s.einheit if s else "",
                _ART: _NAMEN_DER_ART[s.art if s else Merkmalsart.ANZAHL],
                _MAL: s.faktor if s else 1.0,
            }
        )
    key = _key("spalten")
    st.data_editor(
        pd.DataFrame(zeilen),
        key=key,
        hide_index=True,
        width="stretch",
        disabled=["Spalte"],
        on_change=_set_columns,
        args=(key, nummern, vorgaben),
        column_config={
            "Spalte": st.column_config.TextColumn(width=70),
            _LESEN: st.column_config.CheckboxColumn(width=70, help="Ohne Häkchen wird die Spalte nicht gelesen."),
            _MERKMAL: st.column_config.TextColumn(width="medium", max_chars=200),
            _GRUPPE: st.column_config.TextColumn(max_chars=200, help="z. B. Geschlecht=weiblich; leer heißt insgesamt"),
            _ZEIT: st.column_config.TextColumn(max_chars=30, help="z. B. 2024 oder 31.12.2024"),
            _EINHEIT: st.column_config.TextColumn(max_chars=60, help="z. B. Personen, %, €"),
            _ART: st.column_config.SelectboxColumn(
                options=list(_NAMEN_DER_ART.values()), help="Nur Anzahlen und Beträge werden über Gebiete addiert."
            ),
            _MAL: st.column_config.NumberColumn(width=70, help="Faktor, z. B. 1000 bei »in Tsd. €«."),
        },
    )
    st.caption("Merkmale, die im Projekt schon so heißen, bekommen diese Zahlen; andere werden neu angelegt.")


def _set_columns(key: str, nummern: Sequence[int], vorgaben: Vorgaben) -> None:
    """What was edited becomes decisions, one column at a time."""
    neu = vorgaben
    for zeile, felder in st.session_state.get(key, {}).get("edited_rows", {}).items():
        if int(zeile) < len(nummern):
            neu = neu.with_spalte(nummern[int(zeile)], **_decisions(felder))
    if neu != vorgaben:
        lesewahl.decide(neu)


def _decisions(felder: dict[str, Any]) -> dict[str, Any]:
    gesagt: dict[str, Any] = {}
    arten = {name: art for art, name in _NAMEN_DER_ART.items()}
    for name, wert in felder.items():
        text = " ".join(str(wert or "").split())
        if name == _LESEN:
            gesagt["weg"] = not wert
        elif name == _MERKMAL:
            gesagt["merkmal"] = text or None
        elif name == _EINHEIT:
            gesagt["einheit"] = text
        elif name == _GRUPPE:
            gesagt["gruppe"] = _group(text)
        elif name == _ART and wert in arten:
            gesagt["art"] = arten[wert]
        elif name == _MAL and wert:
            gesagt["faktor"] = float(wert)
        elif name == _ZEIT:
            gesagt["zeitraum"] = zeitraum(text) if text else None
            if text and gesagt["zeitraum"] is None:
                _refuse_period(text)
    return gesagt


def _group(text: str) -> str:
    """»weiblich« alone is a group of a dimension without a name."""
    teile = [teil.partition("=") for teil in text.split(";") if teil.strip()]
    return join_gruppe((name, wert) if gleich else ("Gruppe", name) for name, gleich, wert in teile)
