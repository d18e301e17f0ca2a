"""The sheet that looks like the paper, its texts, evidence and downloads."""
