"""What the policies of real vendors come to, as an author runs them."""
