"""Positions and distances: the one authority on how far two points are apart."""
