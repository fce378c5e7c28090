"""Walking distance on an OpenStreetMap extract: reading, the network, snapping, shortest paths.

``reading.read_extract`` reads a file, ``network.network_of`` makes the network of its walking ways,
``walking.walking_pairs`` measures on it; ``places.barriers`` takes rivers and railways from the same file.
"""
