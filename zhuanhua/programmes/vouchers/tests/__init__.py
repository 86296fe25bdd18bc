"""Do vouchers keep what they promise?"""
