"""The reading of plan annexes: from grids of cells to a draft of groups, tasks and targets.

Pure: no Django, no database, no clock.
"""
