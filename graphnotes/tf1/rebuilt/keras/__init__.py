"""What tf-keras' modules must build differently for a legacy graph; installed when tf-keras is first imported."""
