-- name: szenarien
SELECT bezeichnung, link, annahmen, betraege, wer, am
FROM szenario_aktuell
ORDER BY nummer DESC;

-- name: szenario_einfuegen
INSERT INTO szenario (nummer, bezeichnung, link, annahmen, betraege, geloescht, wer, am)
SELECT (SELECT coalesce(max(nummer), 0) + 1 FROM szenario),
    $bezeichnung, $link, $annahmen, $betraege, $geloescht, $wer, $am;
