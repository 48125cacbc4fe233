### What single screens need beside the texts they share.

button-language = Language
button-answer-request = Answer the request
command-language = Choose the language
toast-done = Done.

language-title = Which language shall we speak?
welcome-what = This bot is for the marketplace's shops. If you have a link, open it again.
link-revoked = This link was revoked. Ask for a new one.
edited-message = I don't see corrections. Please send a new message.
reply-outdated = That was about an earlier screen. Here is how things stand now.
balance-covers = The balance is enough.
change-nothing = There is nothing to change.
change-outdated = The terms changed meanwhile. Nothing has happened yet.
spend-largest = At most now: { $amount }
spend-pays-subscription = <b>Please note.</b> It also pays the subscription at once. { $plan }: { $price }
