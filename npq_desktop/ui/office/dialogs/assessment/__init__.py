"""The dialogs of a round: windows, who may sit, responses, outcomes, results."""
