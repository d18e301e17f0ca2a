"""事務事業評価シート: one sheet for each project, with its money of this year and the next, and what is to become of it."""
