"""Problem: people should see the product work without a Telegram token, and tests should meet Telegram's
strictness.

Decision: a local Telegram with its page and a desk for the demo's clock and marketplace, apart from the bot's
own code.
Limit: it knows nothing of the bot that talks to it.
"""
