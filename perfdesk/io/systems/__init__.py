"""Flat tables that systems of 预算管理一体化 take in: `layouts` names the columns, `table` makes and checks rows."""
