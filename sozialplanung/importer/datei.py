"""A delivered file as the profiles see it: bytes, its text or its sheets, each looked up once."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from sozialplanung.errors import LieferungError
from sozialplanung.importer.mappe import Mappe, Rohblatt, read_inhalt, read_mappe

_KOPF_BYTES = 1 << 16
_BLOCK = 1 << 20
TRENNER = (";", "\t", ",", "|")
MAX_FELD = 1_000_000
GROSSE_DATEI = 5_000_000  # bytes from which on a person wants to see how far reading is
Melden = Callable[[float], None]


def stay_silent(_: float) -> None:
    """Nobody wants to know how far reading is."""


class Datei:
    """Name and content; text and sheets are decoded when a profile asks for them.

    Readers that stream tell ``melde`` the share (0–1) they have read, always from the thread that asked them to read.
    Whatever ``melde`` raises ends the reading at once and reaches the caller as it is: that is how a person cancels.
    """

    def __init__(self, inhalt: bytes | Path, name: str, melde: Melden = stay_silent) -> None:
        self.name = name
        self.melde = melde
        self.inhalt = read_inhalt(inhalt, name)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.inhalt).hexdigest()

    @property
    def is_mappe(self) -> bool:
        return self.inhalt.startswith(b"PK")

    @cached_property
    def is_text(self) -> bool:
        """Text of a statistical office; NUL bytes, PDF and web pages are none."""
        kopf = self.inhalt[:_KOPF_BYTES]
        if kopf.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return True
        anfang = kopf.removeprefix(codecs.BOM_UTF8).lstrip().lower()
        return bool(anfang) and b"\0" not in kopf and not anfang.startswith((b"pk", b"%pdf", b"<", b"\xd0\xcf\x11\xe0"))

    @cached_property
    def mappe(self) -> Mappe:
        return read_mappe(self.inhalt, self.name)

    @cached_property
    def blaetter(self) -> tuple[Rohblatt, ...]:
        return self.mappe.blaetter if self.is_mappe else ()

    @cached_property
    def kodierung(self) -> str:
        """UTF-8 and UTF-16 are certain; between the two western encodings only single bytes decide."""
        if self.inhalt.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if self.inhalt.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        leser = codecs.getincrementaldecoder("utf-8")()
        try:
            for anfang in range(0, len(self.inhalt), _BLOCK):
                leser.decode(self.inhalt[anfang : anfang + _BLOCK])
        except UnicodeDecodeError:
            nur_cp1252 = re.search(rb"[\x80-\x9f]", self.inhalt)
            return "cp1252" if nur_cp1252 or b"\xa4" not in self.inhalt else "iso-8859-15"
        return "utf-8"

    def text(self, hoechstens: int | None = None) -> str:
        """Decoded; a file that was cut off or mixes encodings still reads, with ``�`` where a byte makes no sense."""
        return self.inhalt[:hoechstens].decode(self.kodierung, errors="replace")

    @cached_property
    def kopfzeilen(self) -> list[str]:
        """The first lines, for recognising."""
        return self.text(_KOPF_BYTES).splitlines()[:60] if self.is_text else []

    @cached_property
    def trenner(self) -> str:
        """What separates the cells: whatever splits the first lines most."""
        anfang = self.kopfzeilen[:10]
        return max(TRENNER, key=lambda zeichen: max((zeile.count(zeichen) for zeile in anfang), default=0))

    def csv_zeilen(self) -> list[list[str]]:
        """All rows of a text file; quoted cells may hold line breaks."""
        csv.field_size_limit(MAX_FELD)
        try:
            return list(csv.reader(io.StringIO(self.text().replace("\0", ""), newline=""), delimiter=self.trenner))
        except csv.Error as error:
            raise LieferungError(
                f"Die Datei ›{self.name}‹ lässt sich nicht als CSV lesen: Eine Zelle ist ungewöhnlich lang, "
                "vermutlich fehlt ein Anführungszeichen. Bitte laden Sie die Datei neu herunter."
            ) from error
