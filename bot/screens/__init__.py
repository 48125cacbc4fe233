"""The screens, a folder each: what a window shows (getters), what a tap does (handlers), the windows (dialog)."""
