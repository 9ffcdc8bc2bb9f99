"""The rules of the return, one module a theme; `registry` holds them all."""
