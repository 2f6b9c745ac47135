"""Many situations at once, as sets: what their facts settle, and what decides among them."""
