"""Several plans at once: of a province that took over others, and of the whole country."""
