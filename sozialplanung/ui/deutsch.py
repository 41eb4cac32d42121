"""German for what Streamlit says in English: labels of its own buttons, menus, the uploader, lost connections.

The words travel with the page (``server.GermanHtml``); a few lines of script put them in place of the English ones
as these appear. Our own texts (``stMarkdown``), tables and charts are left alone, so that nobody's data is translated.
"""

from __future__ import annotations

import json

WOERTER = {
    "About": "Über diese Anwendung",
    "Add row": "Zeile hinzufügen",
    "App pages": "Seiten",
    "Choose an option": "Bitte wählen",
    "Choose date": "Datum wählen",
    "Choose options": "Bitte wählen",
    "Clear all": "Alle entfernen",
    "Clear cache": "Zwischenspeicher leeren",
    "Clear date": "Datum löschen",
    "Clear entry": "Eingabe löschen",
    "Clear selection": "Auswahl aufheben",
    "Clear value": "Auswahl aufheben",
    "Close": "Schließen",
    "Close fullscreen": "Vollbild verlassen",
    "Close Search": "Suche schließen",
    "Collapse sidebar": "Seitenleiste einklappen",
    "Connecting": "Verbindung wird hergestellt …",
    "Connecting...": "Verbindung wird hergestellt …",
    "CONNECTING": "Verbindung wird hergestellt …",
    "Connection error": "Keine Verbindung",
    "Connection failed": "Keine Verbindung",
    "Connection timed out.": "Die Anwendung antwortet nicht.",
    "Dark": "Dunkel",
    "Dataframe column menu": "Menü der Spalte",
    "dd": "TT",
    "Decrement": "Weniger",
    "Delete row(s)": "Zeilen löschen",
    "Download as CSV": "Als CSV herunterladen",
    "Drag and drop a file here": "Datei hierher ziehen",
    "Drag and drop files here": "Dateien hierher ziehen",
    "empty": "leer",
    "Expand sidebar": "Seitenleiste ausklappen",
    "Fullscreen": "Vollbild",
    "Increment": "Mehr",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": (
        "Läuft die Anwendung noch? Ihre Daten sind gesichert. Bitte starten Sie sie wieder mit:"
    ),
    "Light": "Hell",
    "Link to heading": "Verweis auf diese Überschrift",
    "Main menu": "Menü",
    "mm": "MM",
    "Network Error": "Keine Verbindung zur Anwendung. Bitte versuchen Sie es noch einmal.",
    "Next month": "Nächster Monat",
    "Next Result": "Nächster Treffer",
    "No options": "Nichts zur Auswahl",
    "No options to select.": "Nichts zur Auswahl",
    "No results": "Nichts gefunden",
    "Notifications": "Meldungen",
    "Open": "Auswahl öffnen",
    "Previous month": "Voriger Monat",
    "Previous Result": "Voriger Treffer",
    "Print": "Drucken",
    "Record a screencast": "Bildschirm aufnehmen",
    "Rerun": "Neu laden",
    "Running...": "Wird berechnet …",
    "Scroll tabs left": "Reiter nach links",
    "Scroll tabs right": "Reiter nach rechts",
    "Search": "Suchen",
    "Select all": "Alle auswählen",
    "Selected values": "Ausgewählt",
    "Settings": "Einstellungen",
    "Show/hide columns": "Spalten ein- und ausblenden",
    "Sidebar": "Seitenleiste",
    "Skip to main content": "Zum Inhalt springen",
    "Stop": "Anhalten",
    "Stop script": "Anhalten",
    "Streamlit server is not responding. Are you connected to the internet?": (
        "Die Anwendung antwortet nicht. Läuft sie noch? Bitte starten Sie sie wieder."
    ),
    "streamlit run yourscript.py": "sozialplanung start",
    "System": "Wie das Gerät",
    "Theme": "Farben",
    "Toggle fullscreen": "Vollbild",
    "Try again": "Noch einmal",
    "Upload": "Datei wählen",
    "Use arrow keys to navigate dates. Enter to select. Escape to close.": (
        "Pfeiltasten bewegen, Eingabe wählt, Escape schließt."
    ),
    "Use theme": "Farben",
    "file upload": "Datei wählen",
    "yyyy": "JJJJ",
}
MUSTER = {
    r"^Help for (.+)$": "Hilfe zu »$1«",
    r"^Remove (.+)$": "$1 entfernen",
    r"^Clear (.+)$": "$1 leeren",
    r"^day, (.+)$": "Tag, $1",
    r"^month, (.+)$": "Monat, $1",
    r"^year, (.+)$": "Jahr, $1",
    r"^Choose date, (.+)$": "Datum wählen, $1",
    r"^(\d+) ?([KMG]B) per file.*$": "oder hierher ziehen, höchstens $1 $2",
    r"^Press (?:Enter|(?:Ctrl|⌘)\+Enter) to .+$": "Eingabetaste übernimmt",
    r"^(\d+) results?$": "Treffer: $1",
    r"^(\d+) of (\d+) results?$": "Treffer $1 von $2",
    r"^Made with (Streamlit.*)$": "Erstellt mit $1",
    r"^(.+) files are not allowed\.?$": "Dateien der Art $1 werden hier nicht gelesen.",
    r"^File must be (.+) or smaller\.?$": "Die Datei darf höchstens $1 groß sein.",
    r"^You can only select up to (\d+) .*$": "Höchstens $1 auf einmal; bitte zuerst etwas abwählen.",
}
# Text in our own Markdown stays as it is, but for the buttons that Streamlit writes in Markdown.
_ABLAUF = """
const felder = ['aria-label', 'title', 'placeholder'];
const wort = text => {
  const kern = text.trim();
  if (Object.hasOwn(woerter, kern)) return text.replace(kern, () => woerter[kern]);
  for (const [form, deutsch] of muster) if (form.test(kern)) return kern.replace(form, deutsch);
  return text;
};
const eigen = e => e.closest('script, style, textarea, [data-testid=stMarkdownContainer]')
  && !e.closest('[data-testid=stFileUploader] button, [data-testid=stStatusWidget]');
const feld = (e, name) => {
  const alt = e.getAttribute(name), neu = alt && wort(alt);
  if (neu !== alt) e.setAttribute(name, neu);
};
const zeichen = n => {
  const neu = n.parentElement && !eigen(n.parentElement) ? wort(n.nodeValue) : n.nodeValue;
  if (neu !== n.nodeValue) n.nodeValue = neu;
};
const knoten = n => {
  if (n.nodeType === 3) zeichen(n);
  if (n.nodeType !== 1 || n.matches('svg, canvas, table')) return;
  for (const name of felder) feld(n, name);
  n.childNodes.forEach(knoten);
};
new MutationObserver(liste => {
  for (const a of liste) {
    if (a.type === 'childList') a.addedNodes.forEach(knoten);
    else if (a.type === 'characterData') zeichen(a.target);
    else feld(a.target, a.attributeName);
  }
}).observe(document, {subtree: true, childList: true, characterData: true, attributeFilter: felder});
"""
# Tables and date pickers are formatted by the browser, in the language it claims to speak.
_SPRACHE = (
    "for (const [feld, wert] of [['language', 'de-DE'], ['languages', ['de-DE', 'de']]])"
    " Object.defineProperty(navigator, feld, {get: () => wert});"
)


def _as_script() -> str:
    muster = ",".join(f"[/{form}/, {json.dumps(deutsch, ensure_ascii=False)}]" for form, deutsch in MUSTER.items())
    woerter = json.dumps(WOERTER, ensure_ascii=False)
    return f"<script>(() => {{{_SPRACHE}const woerter = {woerter}, muster = [{muster}];{_ABLAUF}}})()</script>"


SKRIPT = _as_script()
