"""Reading a workbook a unit sent up: is it safe, is it ours, what does it say, what would it change."""
