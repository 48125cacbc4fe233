"""Who is in which shop and who is an operator: links, members, requests for approval, how a person likes to be told."""
