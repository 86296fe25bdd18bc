"""Project calls (科技创新“双百工程”): from a call to a project that is accepted, or whose money comes back."""
