"""What a person takes away or looks at: charts, tables, rich texts, the statement of a month."""
