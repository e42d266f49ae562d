"""Benchmarks: each times us and the alternative in turn within one run and prints the ratio. Never part of a test."""
