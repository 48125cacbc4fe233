### Descriptions in Telegram's command menu. Plain text.

command-start = Home screen
command-balance = Money and the next charge
command-points = Points: how many and what expires soon
command-premium = Plan, invitation and dates
command-history = History: money, points, plan
command-settings = Notices, quiet hours, language, your data
command-help = What the words mean and how it works
