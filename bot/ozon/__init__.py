"""What a marketplace tells of a shop, as facts: its report files, and the answers of its Seller API.

Files and answers end in the same `Reading` (`entries.py`): which days, what sums, what was not understood, and the
facts in the feed's form. Nothing here decides or keeps anything.

Where things are: `numbers` amounts, counts and days as they are written · `kinds` what an accrual is called and what
service it is for · `trouble` why a file was not read · `entries` the reading and its facts · `grid` a file as rows of
cells · `header` which column is which · `accruals`, `realization` the reports · `files` the door for a file ·
`answers` the door for the API · `client`, `window` asking the API · `key` the API key at rest.
"""
