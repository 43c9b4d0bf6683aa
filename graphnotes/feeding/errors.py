"""What goes wrong before a batch reaches the graph."""


class FeedError(ValueError):
    """Data that can't be fed as asked: one sentence naming the placeholder or file, what it takes and what it got."""
