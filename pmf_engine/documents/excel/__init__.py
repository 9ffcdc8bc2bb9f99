"""Excel files: companions of reports, with their lineage, and contract workbooks."""
