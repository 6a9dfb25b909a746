"""An article's annotations as a spreadsheet, out and back."""
