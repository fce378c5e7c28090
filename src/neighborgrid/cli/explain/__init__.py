"""The verb ``explain``: why this member, what the others would cost, why a household waits."""
