"""The self-check of the open file and of paths: findings, acceptances, proposed scores."""
