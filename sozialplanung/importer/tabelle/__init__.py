"""Any table of a municipality: its reading as data (``Lesart``), guessed, corrected by a person, and carried out."""
