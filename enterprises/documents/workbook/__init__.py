"""The workbook of enterprises: its columns, what its rows say, and what is wrong with them."""
