"""Innovation vouchers (科技创新券): applied for with a signed contract, reviewed twice, issued out of a budget, redeemed once."""
