"""Pure statistics: arrays and frames in, new objects out; no database, no browser, no hidden state."""
