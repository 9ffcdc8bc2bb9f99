"""What a performance management framework is: indicators, plans, actions, people."""
