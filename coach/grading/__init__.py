"""Grading: an answer against the key points of a question, as claims. No text can talk a score up."""
