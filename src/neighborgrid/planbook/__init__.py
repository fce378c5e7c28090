"""The plan workbook: a plan written for people to read and edit, and read back."""
