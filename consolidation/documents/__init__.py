"""What a consolidated report says: composed from accepted forms in the order of its outline."""
