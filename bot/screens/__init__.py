"""The screens, a folder each: what a window shows (getters), what a tap does (handlers), the windows (dialog).

No screen imports another. What they share and the ways between them stand in `bot.frame`; its `states` register them.
"""
