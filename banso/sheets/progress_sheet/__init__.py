"""The form progress-sheet (進捗管理シート): one sheet per measure and fiscal year."""
