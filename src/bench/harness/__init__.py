"""Measures LLM gateways side by side on one machine; see src/bench/README.md."""
