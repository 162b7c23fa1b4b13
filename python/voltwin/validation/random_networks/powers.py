"""Powers that random chargers and curves have [kW].

Reservations are compared in whole milliwatts (1e-6 kW): some powers are whole, some fall between
two, as does the sum of what is rounded up, and one is below the first.
"""

BETWEEN_KW = 4e-7
POWERS_KW = (
    (60.0,),
    (30.0, 60.0, 150.0),
    (7.3, 22.1, 49.9),
    (36.0000004, 59.9999999, 842.1052631579),
    (52.6315789474, 120.0000007, 33.3333333333, BETWEEN_KW),
)
PEAKS_KW = (20.0, 60.0, 100.0, 150.0, 36.0000004, 99.9999996, 842.1052631579)
