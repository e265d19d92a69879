"""Writes dateutil.csv: random rules of the subset and what python-dateutil makes of them."""

import csv
import datetime
import random
import sys

import dateutil
from dateutil.rrule import rrulestr

rnd = random.Random(5545)
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def pick(values, most):
    return ",".join(str(v) for v in sorted(set(rnd.choices(values, k=rnd.randint(1, most)))))


def rule():
    start = datetime.date(2020, 1, 1) + datetime.timedelta(days=rnd.randrange(1500))
    freq = rnd.choice(["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY"])
    parts = ["FREQ=" + freq]
    if rnd.random() < 0.5:
        parts.append("INTERVAL=%d" % rnd.choice([1, 2, 3, 4, 5, 6, 7, 12]))
    if rnd.random() < (0.2 if freq in ("DAILY", "WEEKLY") else 0.5):
        parts.append("BYMONTH=" + pick(range(1, 13), 4))
    month_days = list(range(1, 32)) + list(range(-31, 0))
    by = False
    if freq == "WEEKLY" or freq == "DAILY" and rnd.random() < 0.4 or freq in ("MONTHLY", "YEARLY") and rnd.random() < 0.5:
        by = True
        ordinals = freq in ("MONTHLY", "YEARLY") and rnd.random() < 0.6
        top = 53 if freq == "YEARLY" and not any(p.startswith("BYMONTH") for p in parts) else 5
        days = {rnd.choice(DAYS) for _ in range(rnd.randint(1, 4))}
        if ordinals:
            days = {"%d%s" % (rnd.choice([-1, 1]) * rnd.randint(1, top), d) for d in days}
        parts.append("BYDAY=" + ",".join(sorted(days)))
    if freq in ("MONTHLY", "YEARLY") and (not by or rnd.random() < 0.2) or freq == "DAILY" and rnd.random() < 0.3:
        by = True
        parts.append("BYMONTHDAY=" + pick(month_days, 5))
    if by and freq != "DAILY" and rnd.random() < 0.5:
        parts.append("BYSETPOS=" + pick([1, 2, 3, -1, -2], 2))
        if freq == "WEEKLY":  # dateutil numbers the days of the first week from DTSTART, RFC 5545 those of the week
            start -= datetime.timedelta(days=start.weekday())
    end = rnd.random()
    if end < 0.15:
        parts.append("COUNT=%d" % rnd.randint(1, 30))
    elif end < 0.3:
        parts.append("UNTIL=" + (start + datetime.timedelta(days=rnd.randrange(2000))).strftime("%Y%m%d"))
    return start, ";".join(parts)


out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["dtstart", "rrule", "days"])
for _ in range(240):
    start, text = rule()
    found = []
    for at in rrulestr(text, dtstart=datetime.datetime(start.year, start.month, start.day)):
        if at.year > 2060 or len(found) == 40:
            break
        found.append(at.strftime("%Y%m%d"))
    out.writerow([start.strftime("%Y%m%d"), text, " ".join(found)])
print("dateutil", dateutil.__version__, file=sys.stderr)
