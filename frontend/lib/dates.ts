/** Calendar days as whole numbers since 1970-01-01: no time zone, no clock. */
export type Day = number;

const MS = 86_400_000;
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Day of an ISO date; null when it is no date. */
export function dayOf(iso: string | null | undefined): Day | null {
  const found = ISO.exec(iso ?? "");
  if (!found) return null;
  const time = Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  return new Date(time).toISOString().slice(0, 10) === iso ? time / MS : null;
}

/** ISO date of a day. */
export function isoOf(day: Day): string {
  return new Date(day * MS).toISOString().slice(0, 10);
}

export interface Parts {
  year: number;
  month: number;
  date: number;
  /** 0 Monday … 6 Sunday. */
  weekday: number;
}

export function partsOf(day: Day): Parts {
  const at = new Date(day * MS);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    date: at.getUTCDate(),
    weekday: (at.getUTCDay() + 6) % 7,
  };
}

/** ISO week number, 1 to 53. */
export function weekOf(day: Day): number {
  const thursday = day - partsOf(day).weekday + 3;
  const year = partsOf(thursday).year;
  const first = dayOf(`${year}-01-01`) ?? 0;
  return Math.floor((thursday - first) / 7) + 1;
}

/** As tables show it: 03-05 within this year, 2027-03-05 beyond. */
export function shortDate(iso: string | null | undefined, thisYear: number): string {
  if (!iso) return "";
  return iso.startsWith(`${thisYear}-`) ? iso.slice(5) : iso;
}

/**
 * Reads what people type or paste: 2027-3-5, 2027/3/5, 2027.3.5, 2027年3月5日,
 * 20270305, 3-5 and 3月5日 (then in `year`). Null when it is no date.
 */
export function readDate(text: string, year: number): string | null {
  const plain = text
    .trim()
    .replace(/日$/, "")
    .replace(/[年月/.]/g, "-");
  const full = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain);
  const short = /^(\d{1,2})-(\d{1,2})$/.exec(plain);
  const found = full ? full.slice(1) : short ? [String(year), ...short.slice(1)] : null;
  if (!found) return null;
  const [y = "", m = "", d = ""] = found;
  const iso = `${y}-${m.padStart(2, "0")}-${d.padStart(2, "0")}`;
  return dayOf(iso) === null ? null : iso;
}
