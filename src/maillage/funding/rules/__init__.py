"""Money counted to the cent: functions of dated facts, without database nor clock."""
