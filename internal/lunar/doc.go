// Package lunar is the Vietnamese lunisolar calendar (âm lịch), reckoned for
// the meridian of UTC+7: Tết, the Hùng Kings' day and every other date that is
// said by the moon. A Chinese calendar will not do, it is reckoned for UTC+8:
// Tết of 1985 fell a month earlier in Viet Nam, that of 2007 and 2030 a day.
//
// Legal basis: Decision 121-CP of 08/08/1967 (UTC+7 from 1968 on), Decree
// 134/2002/NĐ-CP; Labour Code 2019 Art. 112 names Tết and the tenth day of the third
// lunar month as holidays.
//
// Conversions read a table of one word a year (table.go) that a test writes
// from the astronomy of astro.go; the same test fails when table and
// computation part.
package lunar
