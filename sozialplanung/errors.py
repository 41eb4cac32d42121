"""Errors that a person may read: each message is German and says what, where and what to do next."""


class SozialplanungError(Exception):
    """Base of all expected errors; ``str(error)`` is shown to the user as it is."""


class LieferungError(SozialplanungError):
    """A delivered file cannot be read at all (findings inside a readable file are ``Befund`` objects instead)."""


class ProjektError(SozialplanungError):
    """A Projekt file cannot be opened, written or migrated."""


class AnalyseError(SozialplanungError, ValueError):
    """A statistical function was asked something that has no answer (wrong lengths, negative input, …)."""
