"""How a run went, read from its event log: what was seen of every station, and what stands out.

history = History(batches, scenario)    everything that follows is read from it
history.series("ready", "s012")         what was seen of a station, or of all together, over time
history.marks(least_queue=3)            stock-outs, queues, limits reached, vehicles lost
unfolding = Unfolding(scenario)         the same of a run that is simulated as far as is wanted

state, walk, at_station   one pass along the log, which leaves a line whenever something is seen
reading                   stretches of time: these lines by station, and charges
courses, power, thinned   what is asked for of them, in so many points as can be drawn
marks, marking            the times that stand out, and finding them stretch by stretch
history, unfolding        all of it together
"""
