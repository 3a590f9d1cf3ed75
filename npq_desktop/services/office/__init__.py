"""The programme office: assessment, implementation, support, money, declarations, contact."""
