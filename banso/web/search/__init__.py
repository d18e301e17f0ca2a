"""One box over titles, texts and indicators."""
