"""Parameters from a log: what demand, returned batteries and swaps were like, how sure that is, and
how well it foretells days that were held out.

found = calibrate("swaps.csv")
found.profile, found.laws, found.scores, found.untold
found.scenario
"""
