"""Errors that a person may read: each message is German and says what, where and what to do next."""

import errno

_GRUENDE: dict[int | None, str] = {
    errno.ENOSPC: "der Datenträger ist voll",
    errno.EDQUOT: "der zugeteilte Speicherplatz ist voll",
    errno.EFBIG: "die Datei würde zu groß",
    errno.EACCES: "die Rechte fehlen oder die Datei ist in Gebrauch",
    errno.EPERM: "die Rechte fehlen",
    errno.EROFS: "der Datenträger ist schreibgeschützt",
    errno.ENOENT: "den Ordner oder die Datei gibt es nicht",
    errno.ENOTDIR: "ein Teil des Pfads ist kein Ordner",
    errno.EISDIR: "das ist ein Ordner",
    errno.EEXIST: "das gibt es schon",
    errno.ENAMETOOLONG: "der Name ist zu lang",
    errno.EINVAL: "der Name enthält Zeichen, die hier nicht erlaubt sind",
    errno.ELOOP: "die Verknüpfungen führen im Kreis",
    errno.EBUSY: "die Datei ist in Gebrauch",
    errno.EIO: "der Datenträger meldet einen Lesefehler",
    errno.EMFILE: "es sind zu viele Dateien offen",
}


def describe_os_error(fehler: OSError) -> str:
    """Why the system refused, in German; what it says itself is English on most machines."""
    return _GRUENDE.get(fehler.errno, f"das System meldet den Fehler {fehler.errno}")


class SozialplanungError(Exception):
    """Base of all expected errors; ``str(error)`` is shown to the user as it is."""


class LieferungError(SozialplanungError):
    """A delivered file cannot be read at all (findings inside a readable file are ``Befund`` objects instead)."""


class ProjektError(SozialplanungError):
    """A Projekt file cannot be opened, written or migrated."""


class KonfliktError(ProjektError):
    """Somebody else changed meanwhile what this person was about to save; nothing was written."""


class AnalyseError(SozialplanungError, ValueError):
    """A statistical function was asked something that has no answer (wrong lengths, negative input, …)."""
