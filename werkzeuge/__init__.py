"""Scripts that make what the project shows: example workbooks and pictures."""
