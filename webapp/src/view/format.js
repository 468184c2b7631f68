// Times, durations and amounts for people.

const MINUTE = 60, HOUR = 3600;
const two = (number) => String(number).padStart(2, "0");

export function clock(seconds) {
  const [h, m, s] = [Math.floor(seconds / HOUR), Math.floor(seconds / MINUTE) % 60, Math.floor(seconds) % 60];
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export function when(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return "";
  const today = new Date().toDateString() === date.toDateString();
  return date.toLocaleString(undefined, today ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" });
}

export function money(amount, currency) {
  const value = Number(amount);
  if (!Number.isFinite(value)) return "";
  try {
    return new Intl.NumberFormat(undefined, { style: "currency", currency }).format(value);
  } catch {
    return `${value.toFixed(2)} ${currency ?? ""}`.trim();
  }
}
