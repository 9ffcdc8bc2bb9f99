"""Writers of Word and Excel documents, and of the charts both carry."""
