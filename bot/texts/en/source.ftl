### Where a marketplace's word on a shop comes from: the key, reading with it, and a shop of one's own.

button-source = Reading from Ozon
button-source-begin = My shop is on Ozon
button-source-another = Add another shop
button-source-give = Connect by key
button-source-replace = Replace the key
button-source-remove = Remove the key
button-source-read = Read now
button-source-begin-with = Begin my shop
toast-source-reading = Reading begins. The chat shows how it goes on.
toast-source-removed = The key is removed.

source-title = <b>{ $shop }: reading from Ozon</b>
source-kept = This shop is run by the marketplace itself, so nothing is read from outside.
source-no-key = There is no key. With one we read the reports ourselves, every night.
source-file = Without a key: send the accruals report (XLSX or CSV) to this chat.
source-ask-administrator = An administrator of the shop can connect it by key.
source-no-safe = A shop can’t be connected by key yet: the operator of this bot has not set it up. Please ask { $contact }.
source-key = Key of account { $client }, given { $at }.
source-expires = It is valid until { $at }.
source-never-read = Not everything has been read yet.
source-read = Last read { $at }.
source-failed = Last attempt { $at } failed. { $why }
source-left = Days still to read: { $days }.
source-next = Next reading: { $at }.
source-month-agrees = The marketplace’s report for { $month } tells { $told } points, as the days do.
source-month-differs = The marketplace’s report for { $month } tells { $told } points, the days { $by_day }. Difference: { $difference }.
source-unread = Not understood in the answers: { $names }.

source-begin-title = <b>Your shop on Ozon</b>
source-begin-how = We show points, fees, Premium and the balance as the marketplace tells them. You decide how we learn of them:
source-begin-file = • Send the accruals report (XLSX or CSV) to this chat. No key is needed.
source-begin-key = • Connect the shop by a read-only key. Then we read every night by ourselves.
source-closed = Shops are registered by the operator of this bot. Please ask { $contact }.
source-begin-with-file = You are in no shop yet. Begin a shop of your own with this report? You will be its administrator.
source-another-title = <b>Another shop of yours on Ozon</b>
source-another-how = It stands beside this one, and you choose which you look at.
source-another-with-file = Begin another shop of yours with this report? You will be its administrator.
source-shop-name = Shop of { $name }

source-ask-title = <b>Connect by key</b>
source-ask-reads = We only read: sales, points and fees, the balance, the sales report, the plan, the rating and what the key may do. We change nothing.
source-ask-where = Make a key in your Ozon account: Settings → Seller API → Generate a key, type “Admin read only”.
source-ask-send = Then send one message with both: the Client-Id and the Api-Key.
source-ask-safe = We delete the message at once, keep the key encrypted and never show it again.
source-not-both = I did not find both in the message: the Client-Id is a number, the Api-Key a long line of letters and digits. Send both in one message.
source-not-deleted = <b>Telegram did not let me delete your message. Please delete it yourself.</b>
source-lacks = The key may not read everything we need: { $methods }. Make one of the type “Admin read only”.
source-taken = This Ozon account is connected to another shop here. Ask that shop’s administrator for a link.
source-given = <b>The key works and is kept.</b> The first reading begins now.
source-replaced = <b>The new key works and has taken the old one’s place.</b> Reading begins now.
source-may-write = This key may also change things in your account. A key of the type “Admin read only” is safer.
source-remove = Remove the key of account { $client }?
source-remove-means = Nothing is read any more. What was read stays.
source-removed = <b>The key is removed.</b> What was read stays.
source-revoke-too = To be sure, also delete the key in your Ozon account.

reading-progress = Reading from Ozon: { $bar } { $done } of { $days } days
reading-done = <b>Everything is read.</b> Days: { $days }.
reading-news = New entries: { $new }, changed: { $changed }, corrected to 0.00: { $gone }.
reading-told-otherwise = Days that a sales report told already, so they were not counted twice: { $days }.
reading-refused = Not kept: { $count }.
reading-unread = Not understood: { $names }.
reading-nightly = From now on we read every night.
reading-stopped = Reading stopped. What was read is kept.
