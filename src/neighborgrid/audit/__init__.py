"""Independent checks of a plan, recomputed from scratch; shares nothing with the solver."""
