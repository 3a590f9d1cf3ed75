"""What a platform's file says of people: as claims beside what is recorded."""
