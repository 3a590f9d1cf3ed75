"""The Seminar register tab: events, one register, marks by keyboard, find, sign-off."""
