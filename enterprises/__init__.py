"""Who is helped: enterprises, cooperatives, households and S&T organisations."""
