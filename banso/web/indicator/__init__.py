"""One indicator: series, chart, definition, history."""
