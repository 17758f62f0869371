"""What is one distribution day? A straight line of steps over named registers."""
