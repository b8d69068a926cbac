"""The use cases of governance: seat an instance, hold a meeting, decide, follow what is to be done."""
