"""Reading bulletins: what they may tell, to whom they go, what became of them."""
