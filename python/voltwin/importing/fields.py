"""The fields that a table may give, and what people call their columns.

Names are compared without case, spaces, signs and units. A name further left is taken first where
a table has several.
"""

# Field: its unit in a scenario, and names of columns.
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "id": (
        "",
        (
            "id", "station id", "site id", "uuid", "guid", "code", "station code", "site code",
            "key", "ref", "reference", "station no", "station nr", "station number", "site number",
            "no", "nr", "number", "object id", "fid", "osm id", "kennung", "nummer",
            "stationsnummer", "codigo", "numero", "编号", "站点编号",
        ),
    ),
    "name": (
        "",
        (
            "name", "station name", "site name", "title", "label", "station", "site",
            "location name", "location", "place", "address", "bezeichnung", "standort",
            "stationsname", "adresse", "nom", "nombre", "nome", "名称", "站名",
        ),
    ),
    "region": (
        "",
        (
            "region", "district", "city", "town", "borough", "zone", "area", "county",
            "municipality", "neighbourhood", "neighborhood", "bezirk", "stadtteil", "stadt", "ort",
            "kreis", "ville", "ciudad", "distrito", "barrio", "区", "城市", "行政区",
        ),
    ),
    "lon": (
        "degrees",
        (
            "lon", "lng", "long", "longitude", "lon wgs84", "lng wgs84", "wgs84 lon", "geo lon",
            "geo lng", "gps lon", "gps longitude", "x", "x coord", "x coordinate", "coord x",
            "längengrad", "laengengrad", "länge", "longitud", "longitudine", "经度", "經度",
        ),
    ),
    "lat": (
        "degrees",
        (
            "lat", "latitude", "lat wgs84", "wgs84 lat", "geo lat", "gps lat", "gps latitude", "y",
            "y coord", "y coordinate", "coord y", "breitengrad", "breite", "latitud",
            "latitudine", "纬度", "緯度",
        ),
    ),
    "swaps_per_day": ("swaps/day", ()),  # by its words, as it carries its own unit: units.py
    "bays": ("", ("bays", "bay", "swap bays", "bay count", "lanes", "wechselplätze")),
    "chargers": (
        "",
        (
            "chargers", "charger count", "number of chargers", "n chargers", "num chargers",
            "charger", "charging slots", "slots", "charging points", "ladegeräte", "ladeplätze",
            "lader",
            "chargeurs", "cargadores",
        ),
    ),
    "charger_kw": (
        "kW",
        (
            "charger power", "power per charger", "charger rating", "charging power",
            "ladeleistung", "leistung je lader",
        ),
    ),
    "batteries": (
        "",
        (
            "batteries", "battery count", "number of batteries", "n batteries", "num batteries",
            "battery stock", "battery inventory", "inventory", "batterien", "akkus",
            "anzahl batterien", "baterías", "baterias",
        ),
    ),
    "queue_places": (
        "",
        ("queue places", "queue", "waiting places", "waiting spaces", "warteplätze"),
    ),
    "grid_limit_kw": (
        "kW",
        (
            "grid limit", "grid kw", "grid connection", "grid capacity", "grid power",
            "connection power", "site power", "site limit", "netzanschluss", "anschlussleistung",
            "netzlimit",
        ),
    ),
    "opening_hours": (
        "local time",
        (
            "opening hours", "hours", "open hours", "business hours", "service hours", "opening",
            "öffnungszeiten", "horaires", "horario", "营业时间",
        ),
    ),
    "profile": ("", ("profile", "demand profile")),
    "policy": ("", ("policy",)),
    "charge_order": ("", ("charge order",)),
    "racks": ("", ("racks",)),
    "swap_time": ("s", ("swap time",)),
    "patience": ("s", ("patience",)),
    "ambient_c": ("°C", ("ambient", "ambient temperature")),
    "multiplier": ("", ("multiplier",)),
}  # fmt: skip

# Words in the name of a column of demand, and words that may stand beside them.
DEMAND_WORDS = frozenset(
    (
        "swaps", "swap", "swapping", "swappings", "exchange", "exchanges", "demand", "arrivals",
        "visits", "wechsel", "batteriewechsel", "akkuwechsel", "tausch", "tauschvorgänge",
        "tauschvorgaenge", "échanges", "echanges", "cambios", "intercambios", "trocas", "scambi",
        "换电次数", "换电量",
    )
)  # fmt: skip
SIDE_WORDS = frozenset(
    (
        "per", "pro", "a", "an", "each", "average", "avg", "mean", "number", "of", "no", "count",
        "total", "battery", "batteries", "vehicle", "vehicles", "rate", "expected", "estimated",
        "est", "forecast", "planned", "num", "n", "anzahl", "mittlere", "im", "je", "durchschnitt",
        "erwartete", "par", "por", "al", "de", "batterie",
    )
)  # fmt: skip
