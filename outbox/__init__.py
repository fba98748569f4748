"""What the portal tells people: notices in the portal, and one mail a day that carries them."""
