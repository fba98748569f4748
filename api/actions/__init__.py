"""Hand out and end tokens; carry a request out once."""
