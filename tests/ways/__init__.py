"""Tests of what policy authors use: checks of policies and cases, and the cases that remit ships."""
