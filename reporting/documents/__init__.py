"""What reporting puts on paper: the yearly report by its outline, letters to the units, the proof, the workbook.

How a paper looks, is stored and is printed stands in the app `papers`.
"""
