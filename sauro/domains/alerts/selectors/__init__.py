"""Reading alerts and the rules that find them."""
