"""The sync panel and what it opens: who has what, disagreements, held entries, members, trail."""
