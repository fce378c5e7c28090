"""Seeded generator of synthetic sheets: villages, households and members that exist nowhere.

Nothing here is imported by the verbs that plan; ``demo``, the tests, the examples and the benchmarks
use it. Every person, phone and house is made up. Phones follow ``1NN 0000 NNNN``: a block of four
zeros in the middle tells at a glance that the number is invented.
"""
