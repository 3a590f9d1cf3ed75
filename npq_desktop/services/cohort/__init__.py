"""Standing, workings, training status, tables and statements."""
