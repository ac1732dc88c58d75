"""The command `raydeck`: tasks, queues and the catalogue from a terminal. `raydeck --help` teaches it."""
