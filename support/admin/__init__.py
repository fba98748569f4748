"""Contents, levels, papers and procedures are settings; everything else is read."""
