"""依頼シート: a workbook for one contributor, with only their cells open, that is mailed out and comes back."""
