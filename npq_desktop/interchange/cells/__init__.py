"""What a column means and what stands in a cell: titles, dates, times, identifiers."""
