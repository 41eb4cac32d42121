"""The house rules that a machine can see."""

import ast
import re
from pathlib import Path

import pytest

WURZEL = Path(__file__).resolve().parents[1]
PAKET = sorted((WURZEL / "sozialplanung").rglob("*.py"))
SEITEN = sorted((WURZEL / "pages").glob("*.py"))


def imported(datei: Path) -> set[str]:
    """Top-level names of all modules that a file imports, wherever the import stands."""
    namen: set[str] = set()
    for knoten in ast.walk(ast.parse(datei.read_text(encoding="utf-8"))):
        if isinstance(knoten, ast.Import):
            namen |= {alias.name.split(".")[0] for alias in knoten.names}
        elif isinstance(knoten, ast.ImportFrom) and knoten.module:
            namen.add(knoten.module.split(".")[0])
    return namen


def room(datei: Path) -> str:
    return datei.relative_to(WURZEL / "sozialplanung").parts[0]


def test_only_the_store_knows_duckdb() -> None:
    assert {room(d) for d in PAKET if "duckdb" in imported(d)} == {"store"}
    assert not [d.name for d in SEITEN if "duckdb" in imported(d)]


def test_only_the_frame_knows_streamlit() -> None:
    assert {room(d) for d in PAKET if "streamlit" in imported(d)} == {"ui"}


@pytest.mark.parametrize("seite", SEITEN, ids=lambda p: p.stem)
def test_a_page_is_a_table_of_contents(seite: Path) -> None:
    text = seite.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 80
    rechnungen = [
        knoten
        for knoten in ast.walk(ast.parse(text))
        if isinstance(knoten, ast.BinOp) and isinstance(knoten.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.Mod)
    ]
    assert not rechnungen, f"arithmetic in line {rechnungen[0].lineno}"
    assert not re.search(r"\b(SELECT|INSERT|GROUP BY)\b", text)


@pytest.mark.parametrize("datei", [*PAKET, *SEITEN], ids=lambda p: str(p.relative_to(WURZEL)))
def test_files_stay_short(datei: Path) -> None:
    assert len(
        datei.read_text(encoding="utf-8").splitlines()
    ) <= 400 or "Longer than 400 lines because" in datei.read_text(encoding="utf-8")


def test_readme_commands_are_the_first_two_sh_blocks() -> None:
    bloecke = re.findall(r"^```sh\n(.*?)^```$", (WURZEL / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    assert "sozialplanung start" in bloecke[0]
    assert "pytest" in bloecke[1]
    assert len(bloecke) == 2


def test_pictures_of_the_readme_exist() -> None:
    bilder = re.findall(r"!\[[^]]+]\(([^)]+)\)", (WURZEL / "README.md").read_text(encoding="utf-8"))
    assert bilder
    assert not [bild for bild in bilder if not (WURZEL / bild).exists()]
