"""What is wrong with a set-up and how to mend it: `python -m bot doctor`.

Problem: a bot that does not start says the first thing that stopped it, and one that runs says nothing of what will
stop it at night. Decision: a closed list of small checks; each looks at one thing and answers with sentences for
whoever mends it. A check that fails by itself is an answer too, and none keeps the others from being made.
Limit: it looks and changes nothing, but for what every command does on opening a database (its folder is made, a file
that others could read is closed to them, damage that is found is marked).
"""
