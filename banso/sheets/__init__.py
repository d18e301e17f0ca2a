"""The forms (帳票): one folder per form, read from grids of cells and written as Excel, PDF and web page."""
