"""What a program reads: the shape of every answer, and of every refusal."""
