"""The register as a file to take along."""
