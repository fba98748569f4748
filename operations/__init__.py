"""Looking after the running portal: whether it is well, what it did, how it is kept safe and brought back."""
