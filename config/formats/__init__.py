"""How dates are typed and shown, where Django has no words for it."""
