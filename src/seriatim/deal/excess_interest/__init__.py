"""Excess interest: loan interest that goes to the residual before anything else."""
