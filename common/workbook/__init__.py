"""Workbooks people send up, whatever they are for: harmless ones only, read cell by cell as a stream."""
