"""What leaves the portal as a workbook."""
