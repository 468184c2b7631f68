// Codec Delete and Codec Priority over the browser's list of codecs (WP-CODEC-*; A-13: whole names, any case).

import { quirk } from "./quirks.js";

const MOST_ENTRIES = 100;
const nameOf = (codec) => String(codec.mimeType ?? "").split("/")[1] ?? "";

/** An entry that is no regular expression is taken as the text that it is. */
function matcher(entry) {
  try {
    const pattern = new RegExp(quirk("app.regex_unanchored") ? entry : `^(?:${entry})$`, "i");
    return (name) => pattern.test(name);
  } catch {
    return (name) => name.toLowerCase() === entry.toLowerCase();
  }
}

const matchers = (entries) => (Array.isArray(entries) ? entries : [])
  .filter((entry) => typeof entry === "string" && entry.trim() !== "" && entry.length <= 200)
  .slice(0, MOST_ENTRIES)
  .map((entry) => matcher(entry.trim()));

/** What is left, in the order in which it is offered. Opus cannot be deleted. */
export function chooseCodecs(codecs, rules) {
  const deleted = matchers(rules?.delete), first = matchers(rules?.priority);
  const stays = (codec) => /^opus$/i.test(nameOf(codec)) && !quirk("app.opus_deleted");
  const kept = codecs.filter((codec) => stays(codec) || !deleted.some((is) => is(nameOf(codec))));
  const rank = (codec) => {
    const place = first.findIndex((is) => is(nameOf(codec)));
    return place < 0 ? first.length : place;
  };
  return kept.map((codec, place) => ({ codec, place }))
    .sort((a, b) => rank(a.codec) - rank(b.codec) || a.place - b.place)
    .map(({ codec }) => codec);
}
