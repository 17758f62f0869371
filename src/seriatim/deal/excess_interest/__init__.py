"""Excess interest: loan interest that goes to the residual before any class is paid."""
