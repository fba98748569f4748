"""The machines' door: programs of an organisation read and write what its people may."""
