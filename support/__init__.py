"""How they are helped: support contents, applications, decisions and outcomes."""
