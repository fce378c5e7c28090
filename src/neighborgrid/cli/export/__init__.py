"""``neighborgrid export``: the papers of a plan, one small file per paper."""
