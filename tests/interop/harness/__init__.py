"""Runs cxload against programs that we did not write, in a network of their own."""
