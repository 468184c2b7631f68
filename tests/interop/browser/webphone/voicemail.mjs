// Visual voicemail: a message that somebody left, listed, played and downloaded.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

export default async function voicemail({ tab, options }) {
  await tab.comeIn("/voicemail");
  const message = tab.$("#main .list li").filter({ hasText: options.caller });
  await message.waitFor();
  const words = await message.locator("small").first().textContent();
  const seconds = Number(/^([\d.]+) sec/.exec(words)[1]);
  assert.ok(seconds > 1 && seconds < 60, words);
  assert.match(words, new RegExp(`sec · .*\\d{2}:\\d{2}`), "date and time");
  assert.ok((await message.locator(".id").textContent()).length > 5, "a Call-ID");

  await message.locator('[aria-label^="Play"]').click();
  const player = tab.$("audio[controls]");
  await player.waitFor();
  const length = await tab.until(() => player.evaluate((one) => (one.error ? one.error.message : one.currentTime > 0 && one.duration)), "the message played");
  assert.ok(Math.abs(length - seconds) <= 1, `${length} s of audio, listed as ${seconds}`);

  const download = tab.page.waitForEvent("download");
  await message.locator('[aria-label^="Download"]').click();
  const bytes = await readFile(await (await download).path());
  assert.equal(bytes.subarray(0, 4).toString("latin1"), "RIFF");
  assert.ok(Math.abs((bytes.length - 44) / bytes.readUInt32LE(28) - seconds) <= 1, "as long as it says");
}
