"""The process that reads pictures, and the loop that gives them to it."""
