"""The reports that ship with PMF Engine; each comes through the public door."""
