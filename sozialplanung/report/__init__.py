"""Writes workbooks, CSV and sentences from frames."""
