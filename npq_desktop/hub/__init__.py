"""The hub: a small server that carries groups between laptops and cannot read them."""
