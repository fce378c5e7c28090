"""The map page: one file that a browser opens without a network, with the plan's data packed inside."""
