"""Money on its way: batches from public notice to the treasury's file, the bank's answer, reconciliation, and claw-back."""
