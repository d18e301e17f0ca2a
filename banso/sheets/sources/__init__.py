"""Sources: each turns one file format into grids of cells."""
