"""What the bureau answers for, across programmes."""
