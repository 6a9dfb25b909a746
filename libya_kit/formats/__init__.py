"""Out to other programs and back: one module for each format of an annotation tool, spreadsheet or table."""
