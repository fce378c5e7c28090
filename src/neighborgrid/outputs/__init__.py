"""What people get besides the plan workbook: findings to work through, marked copies, sheets to fill in."""
