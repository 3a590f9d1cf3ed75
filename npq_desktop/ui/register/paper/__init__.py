"""The register on paper: printing it, typing it in, sending it for the office."""
