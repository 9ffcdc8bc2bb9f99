"""Performance reporting from Excel workbooks to Word and Excel, every figure traceable."""

__version__ = "0.1.0"
