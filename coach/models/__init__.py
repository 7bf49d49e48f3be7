"""Language models: chosen, opened, asked, and given up on in time. Nothing here needs one to be there."""
