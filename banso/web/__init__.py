"""The staff's workspace: guard, form, one call, render."""
