"""The door with its addresses, and the pages of tokens."""
