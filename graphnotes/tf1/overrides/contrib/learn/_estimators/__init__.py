"""contrib.learn's estimators: models that are fitted, evaluated and asked for predictions."""
