"""How a run went, read from its event log: what was seen of every station, and what stands out.

history = History.of(log, scenario)     everything that follows is read from it
history.courses("ready", ["s012"])      what was seen of stations, and of all together, over time
history.marks(least_queue=3)            stock-outs, queues, limits reached, vehicles lost

state, walk, at_station   one pass along the log, which leaves a line whenever something is seen
seen, charges             these lines by station; power between them
courses, thinned          what is asked for of them, in so many points as can be drawn
marks                     the times that stand out
"""
