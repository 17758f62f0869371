"""How is a deal cut? Schedules, and later class sizes and stratification."""
