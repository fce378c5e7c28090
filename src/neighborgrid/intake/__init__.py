"""Sheets in: files to rows to a checked problem, with findings for every cell that needs a look."""
