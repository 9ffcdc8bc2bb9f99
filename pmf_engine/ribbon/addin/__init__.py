"""The Excel add-in: its text sources, how it is built from them, and how it is installed."""
