"""All plans of a person's organizations side by side."""
