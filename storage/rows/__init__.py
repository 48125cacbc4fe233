"""The ground floor: the tables, their versions, the database they are in, and the record of who did what."""
