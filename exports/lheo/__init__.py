"""Reading our grammar of LHÉO as an XML Schema, and writing LHÉO."""
