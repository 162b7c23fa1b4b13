"""The web service of Voltwin.

A thin FastAPI layer that asks `voltwin` for everything: it takes scenarios, starts and steers runs
and experiments in processes of their own, and hands out their results.

settings, app, serving     how a server is told what to do, put together, and run
access/                    who may: names and pages it is called by, tokens, roles
limits/                    how much one request, caller or connection may ask for
observing, logs, metrics   what is noted about every request
problems, answers          what is said when something cannot be done (RFC 9457)
routing, routes/           what can be asked, each route with its rule
"""
