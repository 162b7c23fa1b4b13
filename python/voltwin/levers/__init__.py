"""What may be moved in a scenario, for somebody who tries what a difference would change.

lever      what is told of one: its path, its unit, how far it goes, what it is now
table      every lever that there is, one a row
offered    those of a scenario: where it has none of something, there is nothing to move

`python/voltwin/scenario/changes` makes the changes that levers say.
"""
