"""A result as text, JSON, JUnit XML and HTML."""
