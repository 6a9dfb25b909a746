"""The words that tell a quantity: number words, scales, hedges, vague words, and the nouns that are counted."""

from __future__ import annotations

from libya_kit.text import english


def _phrases(**rows: str) -> dict[tuple[str, ...], str]:
    """Return each phrase of the rows, split into words, with its row's name."""
    return {tuple(phrase.split()): name for name, row in rows.items() for phrase in row.split(", ")}


ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
TENS["fourty"] = 40
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "lac": 100_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
GROUPS = {"dozen": 12, "score": 20}
"""What multiplies a number and ends it."""
SUFFIXES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "mio": 1_000_000, "b": 10**9, "bn": 10**9, "tn": 10**12}
"""Letters that stand at digits and multiply them."""
PLURALS = {
    **{f"{word}s": word for word in ("hundred", "thousand", "million", "billion", "trillion", "lakh", "crore")},
    "dozens": "dozen",
    "scores": "score",
    "tens": "ten",
}
ORDINALS = set(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth "
    "ninetieth hundredth thousandth millionth".split()
)
FRACTIONS = set(
    "half halves third thirds quarter quarters fourth fourths fifth fifths sixth sixths seventh sevenths eighth eighths "
    "ninth ninths tenth tenths".split()
)
SHARES = _phrases(
    share="the vast majority, the overwhelming majority, a large majority, a majority, the majority, the great majority, "
    "the rest, the remainder, the remaining, most, almost all, nearly all, the bulk, a minority, a proportion, "
    "a large part, a small part, a fraction, much"
)
VAGUE = _phrases(
    vague="a handful, handful, handfuls, several, many, a great many, a good many, a few, quite a few, few, very few, "
    "some, a number, a large number, a small number, a growing number, a great number, a significant number, "
    "a high number, a considerable number, a limited number, any number, large numbers, "
    "small numbers, significant numbers, great numbers, growing numbers, huge numbers, numerous, countless, "
    "innumerable, untold, various, multiple, a couple, masses, droves, a small group, a large group, a group, crowds"
)
COUNTED_BY = set("several many some few couple".split())
"""What makes a scale after it vague: several hundred."""
UNKNOWN_NUMBER = set("unknown unspecified undisclosed undetermined uncertain unconfirmed unclear".split())

HEDGES = _phrases(
    at_least="at least, more than, over, above, upwards of, upward of, passed, passing, past, topped, tops, topping, "
    "exceeded, exceeds, exceed, exceeding, surpassed, surpasses, surpassing, no fewer than, no less than, "
    "not fewer than, not less than, a minimum of, minimum of, a minimum, at a minimum, as few as, as low as, in excess of, "
    "well over, well above, just over, just above, beyond, greater than, better than, topping the, not under, > , ≥, "
    "au moins, plus de, al menos, por lo menos, más de, mindestens, mehr als, über, almeno, più di, oltre, "
    "pelo menos, mais de, en az, не менее, больше, более, свыше, щонайменше, понад, ما لا يقل عن, أكثر من, على الأقل, "
    "حداقل, بیش از",
    at_most="up to, as many as, no more than, not more than, at most, at the most, fewer than, less than, under, below, "
    "a maximum of, maximum of, a maximum, not exceeding, as high as, well under, well below, not over, no greater than, "
    "just under, just below, not quite, <, ≤, jusqu'à, moins de, hasta, menos de, bis zu, höchstens, weniger als, "
    "fino a, meno di, até, en fazla, не более, до, менее, ما يصل إلى, أقل من, حداکثر",
    estimated="about, around, some, roughly, nearly, almost, close to, approaching, an estimated, estimated, "
    "the estimated, estimate, estimates, approximately, approx, circa, c, ca, in the region of, "
    "in the neighbourhood of, in the neighborhood of, in the order of, of the order of, on the order of, "
    "something like, as good as, near, nearing, near to, more or less, perhaps, maybe, possibly, probably, likely, ~, ≈, "
    "environ, près de, quelque, unos, unas, cerca de, alrededor de, casi, etwa, rund, circa, ungefähr, fast, "
    "quasi, około, около, приблизно, примерно, почти, حوالي, نحو, قرابة, حدود",
)
LIKELY = {("perhaps",), ("maybe",), ("possibly",), ("probably",), ("likely",), ("near",)}
"""Hedges that may also be said of the whole statement: exact is right beside them too."""
JUST = {("just", "over"), ("just", "above"), ("just", "under"), ("just", "below"), ("not", "quite")}
"""Hedges that also say about."""
LONGEST_HEDGE = max(map(len, HEDGES))
TRAILING = _phrases(
    at_least="or more, or above, or over, and counting, and more, and rising, and climbing, and upwards, and up, "
    "or upwards, plus, at least, at a minimum, as a minimum, a minimum, possibly more, perhaps more, probably more, "
    "maybe more, likely more, if not more, and possibly more, and perhaps more, and probably more, or even more, "
    "minimum, ou plus, o más, oder mehr",
    at_most="or fewer, or less, or under, at most, at the most, a maximum, at a maximum, maximum, as a maximum",
    estimated="or so, or thereabouts, more or less, approximately, an estimate, a rough estimate, give or take, odd",
)
LONGEST_TRAILING = max(map(len, TRAILING))
FILLERS = set("a an another further additional extra total of the overall combined as well other others to".split())
"""What may stand between a hedge and its number."""

PERIODS = {
    "hour": "hour", "day": "day", "night": "day", "week": "week", "month": "month", "year": "year", "minute": "minute",
}  # fmt: skip
ADVERBS = {
    "hourly": "hour", "daily": "day", "nightly": "day", "weekly": "week", "monthly": "month", "annually": "year",
    "yearly": "year",
}  # fmt: skip
NOT_A_RATE = set("earlier later ago before after long of old on from in prior apart away".split())
"""After 'a day': 12 people a day earlier."""

HOUSEHOLDS = {"families", "households", "household"}
HOMES = set(
    "homes houses dwellings apartments flats residences huts home house dwelling apartment residence bungalows cottages "
    "homesteads".split()
)
MOVEMENTS = set("movements displacements crossings movement displacement".split())
THINGS = (
    set(
        "rockets missiles drones shells strikes airstrikes attacks raids tanks vehicles trucks cars buses boats ships planes "
        "aircraft helicopters jets buildings schools hospitals clinics mosques churches villages towns cities countries states "
        "provinces districts regions areas camps sites settlements locations places incidents events explosions blasts bombs "
        "mines mortars rounds shots weapons guns rifles bases posts checkpoints bridges roads wells shops factories offices "
        "warehouses tents shelters groups parties sides governments organisations organizations agencies parts phases stages "
        "steps points times occasions cases reports reasons articles laws resolutions agreements meetings talks protests "
        "demonstrations elections votes seats fronts wars battles clashes operations battalions brigades tonnes waves "
        "generators stations pumps farms cattle sheep goats animals cows livestock storeys floors rooms beds "
        "neighbourhoods neighborhoods municipalities localities communities governorates counties departments facilities "
        "crossings ambulances convoys trains flights bullets projectiles munitions warheads".split()
    )
    - MOVEMENTS
)
PERSONS = set(
    "people persons person civilians civilian children child women woman men man boys boy girls girl babies baby infants "
    "infant toddlers toddler teenagers teenager youths youth adults adult elderly minors minor villagers villager residents "
    "resident inhabitants inhabitant citizens citizen nationals national locals farmers farmer soldiers soldier troops "
    "fighters fighter militants militant rebels rebel gunmen gunman police policemen policeman policewoman policewomen "
    "officers officer guards guard militiamen militiaman combatants combatant insurgents insurgent attackers attacker "
    "assailants assailant bombers bomber terrorists terrorist doctors doctor nurses nurse medics medic paramedics paramedic "
    "surgeons surgeon patients patient midwives midwife workers worker staff staffers staffer employees employee "
    "volunteers volunteer journalists journalist reporters reporter photographers photographer cameramen cameraman editors "
    "editor teachers teacher students student pupils pupil schoolchildren schoolboy schoolgirl schoolboys schoolgirls "
    "drivers driver passengers passenger pedestrians pedestrian motorists motorist sailors sailor crew fishermen fisherman "
    "refugees refugee migrants migrant returnees returnee evacuees evacuee idps idp asylum-seekers seekers "
    "prisoners prisoner detainees detainee inmates inmate hostages hostage captives captive victims victim casualties "
    "casualty fatalities fatality deaths death dead bodies body corpses corpse wounded injured injuries injury killed "
    "missing displaced survivors survivor mothers mother fathers father parents parent sons son daughters daughter brothers "
    "brother sisters sister siblings sibling husbands husband wives wife widows widow orphans orphan grandmothers "
    "grandmother grandfathers grandfather grandparents grandparent grandchildren grandchild grandson granddaughter uncles "
    "uncle aunts aunt cousins cousin nephews nephew nieces niece relatives relative neighbours neighbour neighbors neighbor "
    "friends friend colleagues colleague members member personnel peacekeepers peacekeeper mayors mayor officials official "
    "ministers minister politicians politician activists activist lawyers lawyer judges judge engineers engineer "
    "contractors contractor labourers labourer laborers laborer miners miner shepherds shepherd herders herder traders "
    "trader shopkeepers shopkeeper shoppers worshippers worshipper worshipers mourners mourner pilgrims pilgrim imams imam "
    "priests priest monks monk nuns nun protesters protester protestors protestor demonstrators demonstrator "
    "rescuers rescuer firefighters firefighter foreigners foreigner tourists tourist lives souls individuals individual "
    "servicemen serviceman servicewoman commanders commander generals general colonel captain lieutenant sergeant recruits "
    "recruit conscripts conscript pilots pilot snipers sniper mercenaries mercenary deserters smugglers smuggler "
    "suspects suspect burned beneficiaries aid-workers arrivals departures defenders dependants guests guest vendors vendor "
    "shopkeeper baker bakers tailor cleaner cook porter porters guardsmen lawmaker lawmakers deputy deputies elder elders "
    "chief leader leaders negotiator negotiators observer observers monitor monitors diplomat diplomats ambassador "
    "pensioner pensioners grandma bystander bystanders passer-by passers-by cyclist cyclists motorcyclist motorcyclists "
    "swimmer athlete athletes footballer singer artist poet writer blogger bloggers academic academics professor "
    "scientist scientists technician technicians electrician plumber mechanic mechanics bus-driver conductor waiter "
    "toddler newborn newborns foetus twins evacuated trapped abducted rescued detained arrested others martyrs martyr "
    "settlers settler nomads nomad pastoralists pastoralist human humans beings spokesman spokeswoman spokesperson".split()
)
SINGULAR = {
    word
    for word in PERSONS
    if word not in set(
        "people persons children women men police troops staff crew casualties fatalities deaths death dead bodies wounded "
        "injured injuries injury killed missing displaced elderly personnel schoolchildren evacuated trapped abducted "
        "rescued detained arrested others lives souls burned seekers national general youths minor individual human chief "
        "fatality casualty leader body spokesman spokeswoman spokesperson official victim deputy academic "
        "parents twins babies midwives wives".split()
    ) and not word.endswith(("s", "men", "women", "children", "passers-by"))
} | {"fatality", "casualty", "minor", "individual", "nurse", "official", "victim", "priestess", "boss", "actress"}  # fmt: skip
STATE_WORDS = set(
    "killed dead wounded injured missing displaced evacuated trapped abducted rescued detained arrested burned".split()
)
"""Heads of a count where no noun follows them."""
STOP_WORDS = set(
    "in on at to from by with for and or but of since as when while after before during until than that which who whom "
    "whose was were is are has have had be been being will would could may might can said says told near into across over "
    "under between among inside outside through because if so where including the its their his her our this these those "
    "were fled died left arrived crossed returned remain remained live lived out up down off about around".split()
)

MONTHS = {name.lower() for month in english.MONTHS for name in (month, english.short(month))} | {"sept"}
DAYS = {day.lower() for day in english.WEEKDAYS}
TIMES = set(
    "second seconds minute minutes min mins hour hours hr hrs day days night nights week weeks month months year years yr "
    "yrs decade decades century centuries fortnight fortnights weekend weekends evening evenings morning mornings "
    "o'clock oclock am pm gmt utc a.m p.m weekdays".split()
)
LENGTHS = set(
    "km kms kilometre kilometres kilometer kilometers mile miles metre metres meter meters m mi cm mm centimetre "
    "centimetres centimeter centimeters millimetre millimetres millimeter millimeters foot feet ft yard yards inch inches "
    "hectare hectares ha acre acres sq square nautical".split()
)
MEASURES = set(
    "kg kgs kilo kilos kilogram kilograms gram grams g mg ton tons tonne tonnes litre litres liter liters ml degrees degree "
    "mph kph knots kilowatt kilowatts megawatt megawatts mw kw gb mb volts celsius fahrenheit percentage-points barrels "
    "calibre caliber gallons magnitude richter bags sacks doses".split()
)
MONEY = set(
    "dollar dollars usd euro euros eur pounds gbp dinar dinars rupee rupees inr pesos peso birr shilling shillings naira "
    "riyal riyals rial rials lira liras yen yuan rouble roubles ruble rubles hryvnia francs franc cents aud cad chf "
    "krona kroner".split()
)
CURRENCY = set("$€£¥₹₽₴₦₺")
PERCENT = set("percent percentage pct percents".split())
NAMED_BY_NUMBER = set(
    "resolution route highway road street article articles section chapter page pages figure table annex paragraph rule "
    "law decree order no nr nos number numbers unit battalion brigade division regiment company room flight gate zone "
    "sector block phase category grade camp district ward line channel version volume vol issue update day appendix "
    "magnitude area point terminal platform bus type level hill protocol square group item option tel phone fax id "
    "isbn box apt apartment building checkpoint stage step case file ref form model class round part chapter week".split()
)
"""A number after one of these names something."""
NAMED_AFTER = set("street road avenue lane boulevard square drive".split())

NO_COUNT_AFTER_NO = set(
    "longer more fewer less greater matter doubt way sooner other further such better worse idea choice need reason".split()
)
UNREPORTED = set(
    "report reports word details detail confirmation information figure figures number numbers comment news toll "
    "indication indications official count breakdown data claim claims estimate estimates official immediate evidence "
    "statement clarity update updates total totals sign signs other response record records".split()
)
NOT_STATED = set("reported confirmed announced known disclosed available given released published".split())
LOSSES = set(
    "casualties deaths injuries fatalities victims losses loss injury harm dead killed wounded injured".split()
)
ADJECTIVES = set(
    "civilian immediate new other more further serious confirmed military israeli local known reported human additional "
    "fresh major foreign young old elderly pregnant unarmed innocent male female local senior aid health medical police "
    "army government single of".split()
)
FUTURE = {"could", "may", "might", "will", "would", "can", "shall"}
EXPECTED = set(
    "expected expects expect likely forecast forecasts projected projects project predicts predicted predict anticipated "
    "anticipates set poised estimated projections slated due".split()
)
COMING = set(
    "climb rise reach increase grow exceed flee follow top pass die come arrive need lose double triple go hit cross move "
    "leave surpass approach soar become get drop fall total end starve perish run seek return swell jump surge mount hit "
    "number affect displace kill force drive".split()
)
BE_COMING = set(
    "displaced forced uprooted homeless evacuated relocated affected needed moved returned resettled made driven higher "
    "at pushed released sent".split()
)
RISES = set(
    "rose rise rises rising risen up increased increase grew grown climbed climb jumped surged swelled soared mounted "
    "fell fall falls fallen dropped drop decreased decrease declined down went lowered reduced cut revised raised".split()
)
TALLY_CHANGES = set("increase rise fall decrease drop jump growth decline surge gain".split())
