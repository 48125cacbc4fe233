"""What a person takes away or looks at: charts, tables, rich texts, the statement of a month."""

from typing import Final

FAMILY: Final = "DejaVu Sans"
"""The pictures' font; it comes with matplotlib and has the letters of all languages."""
