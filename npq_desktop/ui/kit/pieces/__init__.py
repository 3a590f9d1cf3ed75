"""Small parts of any page: text, cards, buttons, banners, what is announced."""
