"""A legacy script's world: its own imports, its era, its figures, its exit status."""
