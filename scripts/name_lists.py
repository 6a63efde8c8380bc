"""The reading part of scripts/name-lists: one name a line in small letters without accents, a tab, a number."""

import collections
import json
import os
import sys
import unicodedata

FOLDER, LIST = sys.argv[1], sys.argv[2]
# Bits of the number of a name: family name, first name, first name of men, of women.
FAMILY, FIRST, MASCULINE, FEMININE = 1, 2, 4, 8
# A first name tells the gender where it is this many times as frequent there.
PLAIN = 10
FAMILY_NAMES = 50_000
# A place is sure to be in its country where it has this many times the people of all others of its name.
SURE = 4


def folded(name):
    plain = unicodedata.normalize("NFD", name.replace("’", "'").replace("ʼ", "'"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower().strip()


def rows(file):
    with open(os.path.join(FOLDER, file), encoding="utf-8") as content:
        return json.load(content).values()


def places():
    """Cities of more than 15,000 people, countries, states of the United States.

    The number is the two letters of the country, 0 where it is not sure.
    """
    people = collections.defaultdict(collections.Counter)
    for row in rows("cities15000.json"):
        people[folded(row["name"])][row["countrycode"]] += row["population"]
    for row in rows("countries.json"):
        people[folded(row["name"])][row["iso"]] += max(row["population"], 1_000_000)
    for row in rows("us_states.json"):
        people[folded(row["name"])]["US"] += 5_000_000
    for name, countries in people.items():
        (country, most), rest = countries.most_common(1)[0], sum(countries.values())
        sure = most >= SURE * (rest - most)
        yield name, ord(country[0]) << 8 | ord(country[1]) if sure else 0


def census(file, limit=None):
    """Names with their share of the people, in per cent."""
    with open(os.path.join(FOLDER, file), encoding="ascii") as lines:
        columns = [line.split() for line in list(lines)[:limit]]
    return {name.lower(): float(share) for name, share, *_ in columns}


def names():
    men, women = census("dist.male.first"), census("dist.female.first")
    found = collections.Counter({name: FAMILY for name in census("dist.all.last", FAMILY_NAMES)})
    for name in {**men, **women}:
        his, hers = men.get(name, 0), women.get(name, 0)
        found[name] |= FIRST | (MASCULINE if his > PLAIN * hers else FEMININE if hers > PLAIN * his else 0)
    yield from found.items()


for name, number in sorted({"places": places, "names": names}[LIST](), key=lambda row: row[0].encode()):
    if len(name) > 2 and "\n" not in name:
        print(f"{name}\t{number}")
