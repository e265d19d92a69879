// Times @forvn/vn-lunar-calendar on the days of a file, "year month day" a line.
// Run by `dondoc bench calendar` inside the folder that holds the package.
import { readFileSync } from 'node:fs';
import { getLunarDate, getSolarDate } from '@forvn/vn-lunar-calendar';

const days = readFileSync(process.argv[2], 'utf8').trim().split('\n').map((l) => l.split(' ').map(Number));
const lunar = days.map(([y, m, d]) => getLunarDate(d, m, y));
const sum = lunar.reduce((s, l) => s + l.day + 31 * l.month + (l.leap ? 400 : 0), 0);
let sink = 0;
function best(once) {
  let ns = Infinity;
  for (let round = 0; round < 8; round++) { // the first rounds warm the compiler
    const start = process.hrtime.bigint();
    once();
    ns = Math.min(ns, Number(process.hrtime.bigint() - start) / days.length);
  }
  return ns;
}
const toLunar = best(() => { for (const [y, m, d] of days) sink += getLunarDate(d, m, y).day; });
const toSolar = best(() => { for (const l of lunar) sink += getSolarDate(l.day, l.month, l.year, l.leap).day; });
console.log(JSON.stringify({ toLunar, toSolar, sum, sink }));
