"""Explaining: from a turn of a conversation to an answer that shows where each sentence was read."""
