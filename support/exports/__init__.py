"""What is taken away from the desk."""
