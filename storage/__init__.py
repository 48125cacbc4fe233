"""Where the programme's decisions are kept: tables, transactions, due work, and what the screens read.

Arrows point inward only: `bot → storage → core`. SQLite is the embedded default, PostgreSQL when one machine is not
enough; the same code and the same tests run on both.
"""
