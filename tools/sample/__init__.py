"""The sample workspace's data: everything synthetic, rebuilt byte for byte from one seed."""
