"""The roadmap over fiscal years."""
