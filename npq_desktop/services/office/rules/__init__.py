"""The office's rules as pure functions of plain values: no store and no clock, one file a rule."""
