"""The commands of `hotline`, one module for each thing an operator does."""
