"""Writing alerts: finding and closing them, what people say of them, how rules are set."""
