"""Keys and what they do: actions, their letters, how a key looks and is pressed."""
