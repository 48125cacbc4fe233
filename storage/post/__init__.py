"""What is to be told and to whom: the outbox of notices and the operators' messages to many.

`outbox` is the door. A notice goes this way: `fan_out` makes a delivery for each person, `line` says whose turn it is,
`messages` what of all that waits for them comes first and what joins it, `judging` whether that is still true and
theirs to know, `leases` whose it is meanwhile, and `parcels` puts it together. `readers` says how a person wants to be
told, `pace` when. A broadcast has its `segments`, its `copies`, and its use cases in `broadcasts`. `corrections` are of
messages that were sent. Other systems have `events` and `webhooks`; `inbox` and `dialogs` keep what comes from Telegram
and what is open in a chat; `archive` takes away what is long over.
"""
