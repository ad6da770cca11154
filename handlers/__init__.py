"""The dialogue, the same for every channel: what a person can do, one module each."""
