### What single screens need beside the texts they share.

button-language = Language
button-answer-request = Answer the request
command-language = Choose the language
toast-done = Done.

language-title = Which language shall we speak?
welcome-what = This bot is for shops on the marketplace: their plan, points and money, and reminders in time. The link is for you alone, works once and runs out after a day. If you have it already, just open it again.
link-revoked = This link has been revoked. Ask an administrator for a new one.
edited-message = I don't see changes in messages already sent. Please send it again as a new message.
reply-outdated = That was about an earlier screen. Here is how things stand now.
balance-covers = The balance covers it.
change-nothing = There is nothing to change: everything is as you want it already.
change-outdated = The terms changed while you were reading. Here are the current ones, nothing has happened yet.
spend-largest = The largest amount that works now: { $amount }
spend-pays-subscription = <b>Please note.</b> With this money the balance covers the subscription, and it is charged at once. { $plan }: { $price }
