"""Cells of dimensions that need no heading of their own: »weiblich«, »Ausländer«, »18 bis unter 25 Jahre«."""

from __future__ import annotations

import re

INSGESAMT = {"insgesamt", "gesamt", "zusammen", "summe", "alle", "total", "ins."}
_ALTER = re.compile(
    r"(?:im alter |alter )?(?:von )?(?:unter \d{1,3}|(?:\d{1,3})\s*(?:bis(?: unter)?|[-–])\s*(?:unter )?\d{1,3}"
    r"|(?:ab |über )\d{1,3}"
    r"|\d{1,3}\s*(?:\+|und (?:älter|mehr|darüber)|(?=jahren? und (?:älter|mehr|darüber)))|\d{1,3}(?=\s?-?jährige))"
    r"(?:\s*[- ]?jähr\w*|\s*jahren?|\s*jahr)?(?: und (?:älter|mehr|darüber))?",
    re.IGNORECASE,
)
_GESCHLECHT = {
    "männlich": "männlich", "weiblich": "weiblich", "divers": "divers", "männer": "männlich", "frauen": "weiblich",
    "m": "männlich", "w": "weiblich", "jungen": "männlich", "mädchen": "weiblich",
}  # fmt: skip
_HERKUNFT = {
    "deutsche": "Deutsche", "deutsch": "Deutsche", "ausländer": "Ausländer", "nichtdeutsche": "Nichtdeutsche",
    "ausländisch": "Ausländer", "nichtdeutsch": "Nichtdeutsche", "ausländische": "Ausländer",
}  # fmt: skip


def read_gruppe(text: str) -> tuple[str, str] | None:
    """Name of the dimension and its cell; None when the words could be of any."""
    klein = text.casefold().strip()
    if klein in _GESCHLECHT:
        return "Geschlecht", _GESCHLECHT[klein]
    if klein in _HERKUNFT:
        return "Staatsangehörigkeit", _HERKUNFT[klein]
    if _ALTER.fullmatch(klein):
        return "Altersgruppe", text.strip()
    return None
