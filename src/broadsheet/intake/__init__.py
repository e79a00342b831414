"""Network and files into Captures. Nothing is read or decided here."""
