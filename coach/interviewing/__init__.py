"""The interview: planned, held, followed up and judged, as decisions on an event log."""
