"""Who did what, when, before and after; taking back."""
