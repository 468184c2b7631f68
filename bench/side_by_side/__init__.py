"""cxload beside its peers and its floors, in the same run on the same machine."""
