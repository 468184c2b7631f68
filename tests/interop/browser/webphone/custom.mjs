// The custom page: rendered for its reader, framed or edge to edge, and without our origin.
import assert from "node:assert/strict";

export default async function custom({ tab, options }) {
  await tab.comeIn("/page/custom");
  const frame = tab.$("iframe.frame");
  await frame.waitFor();
  const [box, main, stage] = await Promise.all([frame, tab.$("#main"), tab.$(".stage")].map((one) => one.boundingBox()));
  const isFull = ["x", "y", "width", "height"].every((side) => Math.abs(box[side] - stage[side]) <= 1);
  assert.equal(isFull, options.bare, `the frame ${JSON.stringify(box)} in ${JSON.stringify(stage)}`);
  if (!options.bare) assert.ok(box.x >= main.x + 8 && box.width <= main.width - 16, "a padded container");
  if (options.text) await tab.page.frameLocator("iframe.frame").locator(`text=${options.text}`).waitFor();
  assert.ok(!(await frame.getAttribute("sandbox")).includes("allow-same-origin"));
  const inner = await (await frame.elementHandle()).contentFrame();
  assert.equal(await inner.evaluate(() => window.origin), "null", "a frame without an origin");
}
