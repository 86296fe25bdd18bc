"""What lies on the desks of the demo city today? Some hundred and sixty contracts, led by the ordinary actions to every state."""
