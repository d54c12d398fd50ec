"""Measurements of the program, each a script of its own."""
