"""Places, metres and minutes: coast, sea routes, road times and the sites themselves.

Nothing is read or imported before it is asked for: take what you need from `geodata.crs`, `geodata.coast`, `geodata.places`,
`geodata.sea` and `geodata.roads`. Every committed file is named with its source, licence and date in ``geodata/data/SOURCES.md``.
"""
