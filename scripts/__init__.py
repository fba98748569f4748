"""The commands of the project; each shell file here is one of them."""
