"""The assessment of a group: windows, who may sit, responses, outcomes, what is completed."""
