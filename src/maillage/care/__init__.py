"""Care coordinated on a territory: who takes a request, who is on duty, what is agreed. No patient is named."""
