"""What each button does, one module for each word that a tag begins with."""
