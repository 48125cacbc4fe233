"""A local Ozon: the Seller API's methods that the bot reads, answered as strictly as the real ones, on this machine.

It stands in for another company's server and knows nothing of the bot; tests and demonstrations fill it and make it
fail.
"""
