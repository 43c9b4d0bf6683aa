"""contrib's feature columns: what each reads from examples, how it becomes ids or numbers, and what a model looks up with it."""
