"""Taking a register, signing it, paper, events that change, who came."""
