"""A hidden figure stands in nothing that the browser is sent, and the page »Daten« says what is hidden and why."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from bausteine import anteil, finanzierung, gebiet, handlungskonzept, indikator, massnahme, merkmal, paket, wert
from streamlit.testing.v1 import AppTest
from test_seiten import text_of, visit

from sozialplanung.model import Herkunft, Indikator
from sozialplanung.report.tabellen import csv_bytes, xlsx_bytes
from sozialplanung.store import open_projekt
from sozialplanung.ui import components

# In q1 two of 280.019 persons are concerned; the city less the other quarters would give them away, so that q3, the
# smallest other figure, goes as well. Their digits and those of their rates occur nowhere else in this Projekt.
ARM = {"q1": 2, "q2": 1207, "q3": 711, "q4": 1300, "q5": 1500}
PERSONEN = {"q1": 280_019, "q2": 100_002, "q3": 13_003, "q4": 100_004, "q5": 100_005}
# 2 ÷ 280.019 × 1.000 = 0,00714…; 711 ÷ 13.003 × 1.000 = 54,679…
VERRAETER = (r"0[.,]00714", r"7[.,]142\d+e-0?3", r"(?<![\d.,])711(?:\.0)?(?![\d,])", r"54[.,](?:679|7\b)")


@pytest.fixture
def projekt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beispielordner: Path) -> Path:
    monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(tmp_path))
    shutil.copy(beispielordner / "beispiele.txt", tmp_path)
    return build(tmp_path / "klein.duckdb", ARM)


def build(pfad: Path, arm: dict[str, int]) -> Path:
    """A city of five quarters in a row, with ``arm`` persons in 2020."""
    neu = open_projekt(pfad, anlegen=True)
    werte = [wert("arm", g, 2020, n) for g, n in ({"s": sum(arm.values())} | arm).items()]
    werte += [wert("arm", g, 2021, n + 60) for g, n in ARM.items()]
    werte += [wert("alle", g, jahr, n) for g, n in PERSONEN.items() for jahr in (2020, 2021)]
    neu.import_lieferung(
        paket(
            herkunft=Herkunft.EIGEN,
            gebiet=[gebiet("s", "gemeinde"), *(gebiet(g, liegt_in="s") for g in ARM)],
            geometrie=[
                {"gebiet_id": g, "geojson": square(6 + i / 10), "schematisch": False} for i, g in enumerate(ARM)
            ],
            merkmal=[merkmal("arm"), merkmal("alle")],
            indikator=[indikator("armut", "arm", "alle", faktor=1000, einheit="je 1.000")],
            wert=werte,
        ),
        "Kim",
    )
    verborgen = neu.load_werte().query("zeichen == 'geheim'")
    assert verborgen["gebiet_id"].tolist() == ["q1", "q3"]
    neu.close()
    return pfad


def enrich(pfad: Path) -> None:
    """What the other views need: districts, a second Indikator, and money."""
    offen = open_projekt(pfad)
    bezirke = {"q1": "b1", "q2": "b2", "q3": "b1", "q4": "b2", "q5": "b1"}
    rate = {"faktor": 1000, "einheit": "je 1.000", "richtung": "belastung"}
    offen.import_lieferung(
        paket(
            "mehr.xlsx",
            herkunft=Herkunft.EIGEN,
            gebiet=[
                *(gebiet(b, "stadtbezirk", "s") for b in ("b1", "b2")),
                *(gebiet(q, liegt_in=b) for q, b in bezirke.items()),
            ],
            merkmal=[merkmal("jung")],
            indikator=[indikator("jugend", "jung", "alle", **rate), indikator("armut", "arm", "alle", **rate)],
            wert=[wert("jung", q, 2020, 4000 + 900 * i) for i, q in enumerate(ARM)],
            handlungskonzept=[handlungskonzept("hk")],
            massnahme=[massnahme("m1", "hk")],
            massnahme_gebiet=[anteil("m1", q, "0.2") for q in ARM],
            finanzierung=[finanzierung("m1", 2020, 500_000)],
        ),
        "Kim",
    )
    hier = offen.load_werte().query("zeichen == 'geheim'")
    assert hier["gebiet_id"].tolist() == ["q1", "q3"]
    offen.close()


def square(lon: float) -> str:
    ecken = [[lon, 50], [lon + 0.1, 50], [lon + 0.1, 50.1], [lon, 50.1], [lon, 50]]
    return json.dumps({"type": "Polygon", "coordinates": [ecken]})


def sent(nachricht: Any) -> Iterator[str]:
    """Every text and number of a message to the browser, tables unpacked."""
    for feld, inhalt in nachricht.ListFields():
        teile = inhalt if isinstance(inhalt, list) or hasattr(inhalt, "add") or hasattr(inhalt, "append") else [inhalt]
        for teil in teile.values() if hasattr(teile, "values") else teile:
            if hasattr(teil, "ListFields"):
                yield from sent(teil)
            elif isinstance(teil, bytes):
                yield unpack(teil)
            else:
                yield f"{feld.name} {teil}"


def unpack(inhalt: bytes) -> str:
    try:
        return str(pa.ipc.open_stream(inhalt).read_pandas().to_csv(float_format="%.12g"))
    except pa.ArrowInvalid:
        return inhalt.decode("utf-8", errors="replace")


def everything(app: AppTest) -> str:
    return "\n".join(
        text for teil in (app.main, app.sidebar) for e in teil if getattr(e, "proto", None) for text in sent(e.proto)
    )


def betrayed(text: str) -> list[str]:
    return [treffer[0] for muster in VERRAETER for treffer in re.finditer(muster, text)]


@pytest.mark.usefixtures("projekt")
@pytest.mark.parametrize("seite", ["ueberblick", "karte", "arm_und_reich", "profil", "daten"])
def test_a_hidden_figure_is_sent_nowhere(seite: str) -> None:
    app = visit(seite, projekt="klein", indikator="armut", jahr="2020", gebiet="q1", daneben="q3")
    text = everything(app)
    assert betrayed(text) == []
    if seite not in ("daten", "profil"):
        assert "2 Werte verborgen: unter 3 Personen oder daraus errechenbar" in text_of(app)


@pytest.mark.usefixtures("projekt")
@pytest.mark.parametrize("blick", ["abstand", "verteilung", "zerlegung", "zusammenhang", "muster", "trennung"])
def test_no_view_of_arm_und_reich_sends_a_hidden_figure(blick: str) -> None:
    app = visit("arm_und_reich", projekt="klein", indikator="armut", ebene="stadtteil", jahr="2020", blick=blick)
    assert betrayed(everything(app)) == []


@pytest.mark.parametrize("seite", ["ueberblick", "karte", "arm_und_reich", "profil"])
def test_the_search_finds_what_is_shown(seite: str, projekt: Path) -> None:
    """Without protection the same search finds both figures: the test above can fail."""
    offen = open_projekt(projekt)
    offen.set_schutzregel(0, 0, "Gegenprobe", "Test")
    offen.close()
    text = everything(visit(seite, projekt="klein", indikator="armut", jahr="2020", gebiet="q1", daneben="q3"))
    assert len(betrayed(text)) > 1
    assert "verborgen" not in text


def test_tables_and_files_to_take_away(projekt: Path) -> None:
    offen = open_projekt(projekt)
    frame = offen.load_indikatorwerte("armut", "stadtteil")
    indikator_ = Indikator("armut", "Armut", "", "arm", "alle", None, "je 1.000", 1, "belastung", "", "", "")
    tabelle = components.werte_tabelle(frame, indikator_)
    for inhalt in (tabelle.to_csv(), csv_bytes(tabelle).decode(), csv_bytes(offen.load_werte()).decode()):
        assert betrayed(inhalt) == []
        assert "771" in inhalt
    offen.close()
    assert tabelle.loc[tabelle["Jahr"] == 2020, "Zeichen"].tolist() == ["geheim", "", "geheim", "", ""]


# What cannot be seen cannot matter: 1 and 712 instead of 2 and 711 are hidden alike, and the city's sum is the same.
ANDERS = ARM | {"q1": 1, "q3": 712}
ANSICHTEN = [
    ("ueberblick", {}),
    ("karte", {}),
    ("karte", {"klassen": "gleich", "zweite": "jahr"}),
    ("profil", {"gebiet": "q1", "daneben": "q3"}),
    ("sozialindex", {}),
    ("geld_und_bedarf", {}),
    ("geld_und_bedarf", {"blick_bedarf": "simulator"}),
    ("daten", {"bereich": "woher", "gebiet": "q1"}),
    *(
        ("arm_und_reich", {"blick": b})
        for b in ("abstand", "verteilung", "zerlegung", "zusammenhang", "muster", "trennung")
    ),
]


@pytest.mark.parametrize(("seite", "wahl"), ANSICHTEN)
def test_nothing_depends_on_a_hidden_figure(
    seite: str, wahl: dict[str, str], projekt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Order, classes, tooltips, sentences, tables and pictures are the same whatever the two hidden figures are."""
    eins, anders = both(seite, wahl, projekt, monkeypatch)
    assert betrayed(eins) == []
    assert eins == anders


def test_the_comparison_sees_what_is_shown(projekt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    eins, anders = both("karte", {}, projekt, monkeypatch, protected=False)
    assert eins != anders
    assert betrayed(eins)


def both(
    seite: str, wahl: dict[str, str], projekt: Path, monkeypatch: pytest.MonkeyPatch, *, protected: bool = True
) -> list[str]:
    """What a page sends and what one may take away from it, for ``ARM`` and ``ANDERS``."""
    mitgenommen: list[str] = []

    def take(
        tabelle: Callable[[], pd.DataFrame],
        datei: str,
        *,
        bilder: Mapping[str, Callable[[], bytes]] | None = None,
        **_: Any,
    ) -> None:
        mitgenommen.append(f"{datei}\n{csv_bytes(tabelle()).decode()}\n{cells(xlsx_bytes({'Tabelle': tabelle()}))}")
        if bilder:
            mitgenommen.append(re.sub(r"\bclip\d+", "clip", bilder["svg"]().decode()))  # numbered on and on

    monkeypatch.setattr(components, "take_away", take)
    anderswo = projekt.parent / "anders"
    anderswo.mkdir()
    shutil.copy(projekt.parent / "beispiele.txt", anderswo)
    build(anderswo / projekt.name, ANDERS)
    gesehen = []
    for ordner in (projekt.parent, anderswo):
        enrich(ordner / projekt.name)
        if not protected:
            offen = open_projekt(ordner / projekt.name)
            offen.set_schutzregel(0, 0, "Gegenprobe", "Test")
            offen.close()
        monkeypatch.setenv("SOZIALPLANUNG_PROJEKTE", str(ordner))
        mitgenommen.clear()
        app = visit(seite, projekt="klein", indikator="armut", ebene="stadtteil", jahr="2020", **wahl)
        gesehen.append("\n".join([everything(app), *mitgenommen]))
    return gesehen


def cells(mappe: bytes) -> str:
    blaetter = openpyxl.load_workbook(io.BytesIO(mappe)).worksheets
    return "\n".join(str(zeile) for blatt in blaetter for zeile in blatt.iter_rows(values_only=True))


def visit_rules() -> AppTest:
    app = visit("daten", projekt="klein")
    app.session_state["bereich"] = "geheimhaltung"
    app.run()
    assert not app.exception, app.exception
    return app


@pytest.mark.usefixtures("projekt")
def test_the_page_says_what_is_hidden_and_why() -> None:
    app = visit_rules()
    # 5 quarters in 2 years for two Merkmale, and the city
    assert (
        "Von 21 Werten sind 2 verborgen: eine kleine Anzahl und einer, aus dem sich ein verborgener errechnen ließe"
        in text_of(app)
    )
    regel = "Anzahlen unter 3 verborgen, Quoten ab 100 Personen"
    assert regel in everything(app)
    assert "Voreinstellung der Anwendung" in everything(app)


def test_a_rule_needs_a_reason_and_holds_at_once(projekt: Path) -> None:
    app = visit_rules()
    app.selectbox(key="schutz_k").select(0)
    app.button(key="FormSubmitter:schutzregel-Regel ändern").click().run()
    assert "begründen" in app.error[0].value
    app.selectbox(key="schutz_k").select(0)
    app.text_input(key="schutz_grund").input("Beschluss vom 3. März")
    app.button(key="FormSubmitter:schutzregel-Regel ändern").click().run()
    assert not app.error
    assert "Von 21 Werten ist keiner verborgen" in text_of(app)
    assert "Beschluss vom 3. März" in everything(app)
    assert open_projekt(projekt).load_werte()["wert"].notna().all()
