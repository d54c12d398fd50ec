"""Written form (inverse text normalisation): "two hundred and fifty crates" → "250 crates"."""
