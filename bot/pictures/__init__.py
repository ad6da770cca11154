"""The words on photos, read in a process of its own."""
