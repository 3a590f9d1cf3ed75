"""The recovery sheet on the screen and on paper, and the way back from one."""
