// Package cadence says when a recurring duty falls due: rules of RFC 5545 on
// top of working time. It is pure; somebody else makes assignments from it.
//
// A Rule is the calendar part (a subset of RRULE: FREQ DAILY to YEARLY,
// INTERVAL, BYDAY with ordinals, BYMONTHDAY with negatives, BYMONTH, BYSETPOS,
// UNTIL, COUNT), from when it holds (DTSTART), what happens when a day is a day
// off (Off), and which data the report covers (Data). It is kept and shown as
// one line of iCalendar properties:
//
//	DTSTART;VALUE=DATE:20230508 RRULE:FREQ=MONTHLY;BYMONTHDAY=25 X-DONDOC-OFF:AFTER X-DONDOC-DATA:FROM=15;GAP=1
//
// # Rules
//
//   - The nominal day is what the calendar part gives; the due day is the
//     nominal day moved off days off. The sequence is walked by nominal days,
//     which are strictly increasing, so that nothing is skipped or made twice;
//     due days never decrease, but two may be equal (a week off at Tết).
//   - A rule that fires exactly once in every day, week, month, quarter, half or
//     year counts in such periods (Rule.Every) and its occurrences carry the
//     period's name, as workday.Calendar.Period gives it. Any other rule counts
//     from one nominal day to the next and is named after the nominal day. So
//     the labels of a rule are distinct and the periods follow without a hole.
//   - Before moves to the working day before, but never out of the period it
//     reports on: in a week that is off altogether the report is due on the
//     first working day after. After moves to the working day after (Civil Code
//     2015 Art. 148). Stay leaves the day.
//   - A day that a month lacks: "ngày 31 hằng tháng" is the last day of shorter
//     months and 29/02 yearly is 28/02 in common years. The rule says so itself,
//     BYMONTHDAY=28,29,30,31;BYSETPOS=-1, so any other program reads it alike.
//     Rules whose day comes from DTSTART are written out like that by Parse.
//   - "Trước ngày 20 hằng tháng" is due on the 19th; "trước ngày 01 hằng tháng"
//     on the last day of the month, whose report it is.
//   - UNTIL and COUNT speak of nominal days, UNTIL inclusive. No rule fires after
//     civil.Last. DTSTART is only from when: it is an occurrence if the rule
//     fires on it. Weeks begin on Monday.
//
// # Data
//
// Decree 09/2019/NĐ-CP Art. 12–13: a periodic report covers the 15th of the
// month before the period to the 14th of its last month; ministries and provinces
// report to the Government by the 25th of that month; between cut-off and
// submission lies at least one working day (Art. 8). Day, gap and submission day
// are fields, because they are settings. Statistical reports (Decree
// 60/2018/NĐ-CP) cover calendar periods and are due after them; the two are
// different constructors.
package cadence
