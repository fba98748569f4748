"""What a paper says of the programme's documents."""
