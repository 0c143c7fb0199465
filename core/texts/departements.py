"""The départements, their regions and their préfectures (INSEE, 2026)."""

OF_REGION = {  # région: départements
    "01": "971",
    "02": "972",
    "03": "973",
    "04": "974",
    "06": "976",
    "11": "75 77 78 91 92 93 94 95",
    "24": "18 28 36 37 41 45",
    "27": "21 25 39 58 70 71 89 90",
    "28": "14 27 50 61 76",
    "32": "02 59 60 62 80",
    "44": "08 10 51 52 54 55 57 67 68 88",
    "52": "44 49 53 72 85",
    "53": "22 29 35 56",
    "75": "16 17 19 23 24 33 40 47 64 79 86 87",
    "76": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "84": "01 03 07 15 26 38 42 43 63 69 73 74",
    "93": "04 05 06 13 83 84",
    "94": "2A 2B",
}
OF_NO_REGION = frozenset(["975", "977", "978", "984", "986", "987", "988"])  # overseas, coded alike
PREFECTURES = frozenset(  # their communes
    [
        "01053",
        "02408",
        "03190",
        "04070",
        "05061",
        "06088",
        "07186",
        "08105",
        "09122",
        "10387",
        "11069",
        "12202",
        "13055",
        "14118",
        "15014",
        "16015",
        "17300",
        "18033",
        "19272",
        "2A004",
        "2B033",
        "21231",
        "22278",
        "23096",
        "24322",
        "25056",
        "26362",
        "27229",
        "28085",
        "29232",
        "30189",
        "31555",
        "32013",
        "33063",
        "34172",
        "35238",
        "36044",
        "37261",
        "38185",
        "39300",
        "40192",
        "41018",
        "42218",
        "43157",
        "44109",
        "45234",
        "46042",
        "47001",
        "48095",
        "49007",
        "50502",
        "51108",
        "52121",
        "53130",
        "54395",
        "55029",
        "56260",
        "57463",
        "58194",
        "59350",
        "60057",
        "61001",
        "62041",
        "63113",
        "64445",
        "65440",
        "66136",
        "67482",
        "68066",
        "69123",
        "70550",
        "71270",
        "72181",
        "73065",
        "74010",
        "75056",
        "76540",
        "77288",
        "78646",
        "79191",
        "80021",
        "81004",
        "82121",
        "83137",
        "84007",
        "85191",
        "86194",
        "87085",
        "88160",
        "89024",
        "90010",
        "91228",
        "92050",
        "93008",
        "94028",
        "95127",
        "97105",
        "97209",
        "97302",
        "97411",
        "97611",
    ],
)
REGIONS = {  # département: région
    departement: region
    for region, departements in OF_REGION.items()
    for departement in departements.split()
}
DEPARTEMENTS = OF_NO_REGION.union(REGIONS)

OVERSEAS = ("97", "98")  # three characters say which
CORSICA = "20"  # of the postal codes: those of communes begin with 2A or 2B
SOUTH_OF_CORSICA = ("200", "201")


def departement_of(code: str) -> str:
    """Return the département of a commune (its INSEE code), or of a postal code; "" of none.

    The commune is surer: a few postal codes serve communes of two départements.
    """
    if code.startswith(OVERSEAS):
        return code[:3]
    if code.startswith(CORSICA):
        return "2A" if code.startswith(SOUTH_OF_CORSICA) else "2B"
    return code[:2].upper()


def departements_around(code: str) -> tuple[str, ...]:
    """Return the départements of the region of a commune, or of a postal code."""
    region = REGIONS.get(departement_of(code))
    if region is None:
        return ()
    return tuple(OF_REGION[region].split())
