"""How long graphnotes takes, as ratios: `python -m benchmarks`."""
