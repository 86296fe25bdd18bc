"""What can be done with a spreadsheet? Taken in, mapped, checked, stored; written out."""
