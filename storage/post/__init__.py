"""What is to be told and to whom: the outbox of notices and the operators' messages to many."""
