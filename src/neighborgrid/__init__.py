"""neighborgrid."""
