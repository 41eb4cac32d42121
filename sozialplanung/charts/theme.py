"""How every chart looks: colours, type and German locale for screen and projector, light and dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sozialplanung.formatting import MONATE, NBSP
from sozialplanung.model import Finanzierungsquelle as Quelle

Spec = dict[str, Any]

# Streamlit brings Source Sans to the browser; vl-convert carries Liberation Sans for pictures made on the server.
FONT = "Source Sans, Liberation Sans, sans-serif"
WEISS, SCHWARZ = "#FFFFFF", "#000000"
LESBAR = 4.5  # contrast of text after WCAG 2.2, level AA


@dataclass(frozen=True, slots=True)
class Farben:
    """Tokens of one ground (light or dark)."""

    grund: str
    papier: str
    gesperrt: str  # an area that is left out: neither of the need's colours nor paper
    tinte: str
    gedaempft: str  # secondary text, still ≥ 4.5:1 on the ground
    haarlinie: str
    grenze: str  # borders between areas
    primaer: str
    frueher: str  # the earlier of two points in time
    markiert: str
    bedarf: tuple[str, ...]  # low → high
    abweichung: tuple[str, ...]  # below → at → above the mean
    geld: Mapping[Quelle, str]


HELL = Farben(
    grund="#FFFFFF",
    papier="#F4F2EC",
    gesperrt="#C9C5BB",
    tinte="#1E2A2E",
    gedaempft="#5E686B",
    haarlinie="#DDD8CC",
    grenze="#8FA0A5",
    primaer="#1F5F6B",
    frueher="#A9B5B8",
    markiert="#B0306A",
    bedarf=("#EEF1EF", "#C7D6DA", "#94B4BF", "#5A8A9B", "#2F6375", "#133B4A"),
    abweichung=("#7A4A1E", "#B98A57", "#E3D0B4", "#F4F2EC", "#BFDAD6", "#5FA39C", "#1C665F"),
    geld=MappingProxyType(
        {
            Quelle.EIGENANTEIL: "#1F5F6B",
            Quelle.LAND: "#C98B1B",
            Quelle.BUND: "#7A5C99",
            Quelle.EU: "#A9B3A2",
            Quelle.STIFTUNG: "#6E777B",
            Quelle.TRAEGER: "#CBCFD0",
            Quelle.SONSTIGE: "#454C50",
        }
    ),
)

# On dark ground the scale runs the other way, so that »much« still stands out from the ground.
DUNKEL = Farben(
    grund="#141B1E",
    papier="#1E282C",
    gesperrt="#57524A",
    tinte="#ECE8DF",
    gedaempft="#A9B1B2",
    haarlinie="#3A474C",
    grenze="#141B1E",
    primaer="#6FB3BF",
    frueher="#69767B",
    markiert="#F27BB0",
    bedarf=("#2A383D", "#355059", "#456F7C", "#6294A2", "#94BDC8", "#D6ECF1"),
    abweichung=("#E3B27C", "#B07F4C", "#6A5238", "#2F383A", "#34595A", "#4D928B", "#8FD3CB"),
    geld=MappingProxyType(
        {
            Quelle.EIGENANTEIL: "#56A2B0",
            Quelle.LAND: "#D9A441",
            Quelle.BUND: "#A98CCB",
            Quelle.EU: "#B9C3B2",
            Quelle.STIFTUNG: "#828C91",
            Quelle.TRAEGER: "#5A6469",
            Quelle.SONSTIGE: "#DAD6CC",
        }
    ),
)


@dataclass(frozen=True, slots=True)
class Stil:
    """The view that a chart is drawn for; hashable, so that finished specs can be cached by it."""

    projektor: bool = False
    dunkel: bool = False
    wuerde: bool = False  # no names, no ranks, no figure of a single area: groups instead

    @property
    def farben(self) -> Farben:
        return DUNKEL if self.dunkel else HELL

    @property
    def schrift(self) -> int:
        """Type size in px."""
        return 20 if self.projektor else 13

    @property
    def klein(self) -> int:
        return 18 if self.projektor else 11

    @property
    def zeile(self) -> int:
        """Height of a row of bars or dots in px."""
        return 36 if self.projektor else 27

    @property
    def breite(self) -> int:
        """Inner width of a card of the signature page at 1280 px, for charts that are not told another width."""
        return 350 if self.projektor else 250

    @property
    def strich(self) -> float:
        return 4.0 if self.projektor else 2.5


MONATE_KURZ = ("Jan", "Feb", "März", "Apr", "Mai", "Juni", "Juli", "Aug", "Sep", "Okt", "Nov", "Dez")

LOCALE: Spec = {
    "number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", NBSP + "€"]},
    "time": {
        "dateTime": "%A, %e. %B %Y, %X",
        "date": "%d.%m.%Y",
        "time": "%H:%M:%S",
        "periods": ["", ""],
        "days": ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"],
        "shortDays": ["So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"],
        "months": list(MONATE),
        "shortMonths": list(MONATE_KURZ),
    },
}


def config(stil: Stil) -> Spec:
    """Vega-Lite ``config`` of every chart."""
    farben, schrift = stil.farben, stil.schrift
    return {
        "font": FONT,
        "background": farben.grund,
        "padding": 4,
        "locale": LOCALE,
        "view": {"stroke": None},
        "text": {"font": FONT, "fontSize": schrift, "color": farben.tinte},
        "axis": {
            "labelFontSize": schrift,
            "titleFontSize": schrift,
            "labelColor": farben.tinte,
            "titleColor": farben.tinte,
            "titleFontWeight": 600 if stil.projektor else 400,
            "labelLimit": 0,
            "titleLimit": 0,
            "gridColor": farben.haarlinie,
            "domain": False,
            "ticks": False,
            "labelPadding": 6,
            "titlePadding": 6,
        },
        "legend": {
            "labelFontSize": schrift,
            "labelColor": farben.tinte,
            "labelLimit": 0,
            "orient": "top",
            "direction": "horizontal",
            "title": None,
            "symbolType": "square",
            "symbolSize": (schrift - 1) ** 2,
            "symbolStrokeWidth": 1,
            "columnPadding": schrift - 3,
            "rowPadding": 3,
            "offset": 6,
        },
    }


def rgb(farbe: str) -> tuple[int, int, int]:
    """»#1F5F6B« → (31, 95, 107)."""
    return int(farbe[1:3], 16), int(farbe[3:5], 16), int(farbe[5:7], 16)


def _luminance(farbe: str) -> float:
    linear = [c / 12.92 if (c := kanal / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for kanal in rgb(farbe)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """Contrast ratio after WCAG 2.2: 1 (same) to 21 (black on white)."""
    hell, dunkel = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (hell + 0.05) / (dunkel + 0.05)


def text_color(fill: str) -> str:
    """The colour of type on a filled area: ink or white, black on middle tones where neither reaches 4.5:1."""
    beste = max((HELL.tinte, WEISS), key=lambda farbe: contrast(farbe, fill))
    return beste if contrast(beste, fill) >= LESBAR else SCHWARZ


def spread(palette: Sequence[str], anzahl: int) -> tuple[str, ...]:
    """``anzahl`` colours evenly spread over a palette; its ends are kept, one colour is its middle."""
    if anzahl == 1:
        return (palette[len(palette) // 2 - (len(palette) + 1) % 2],)
    orte = [i * (len(palette) - 1) / (anzahl - 1) for i in range(anzahl)]
    return tuple(_mix(palette[int(ort)], palette[min(int(ort) + 1, len(palette) - 1)], ort - int(ort)) for ort in orte)


def _mix(a: str, b: str, anteil: float) -> str:
    return "#" + "".join(f"{round(x + (y - x) * anteil):02X}" for x, y in zip(rgb(a), rgb(b), strict=True))
