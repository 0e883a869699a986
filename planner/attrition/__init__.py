"""Late attrition: how many of those booked board, and who is held ready for the seats of those who do not."""
