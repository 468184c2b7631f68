// page_test.mjs RENDER_SAMPLES: opens the page of every sample in Chromium, offline, and proves that it draws its
// plots, says nothing on the console, asks nothing of the network, runs nothing that a peer wrote, and never
// scrolls sideways.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const widths = [360, 390, 768, 1280, 1600];
const words = { pass: "PASS", fail: "FAIL", hostile: "FAIL", invalid: "INVALID", empty: "UNREACHABLE",
  incomplete: "INCOMPLETE", long: "PASS", search: "PASS" };

// Canvases that show nothing but one colour.
const blankCanvases = () => [...document.querySelectorAll("canvas")].filter((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const pixels = new Uint32Array(data.buffer);
  return pixels.every((pixel) => pixel === pixels[0]);
}).map((canvas) => canvas.id);

async function open(browser, file, options) {
  const context = await browser.newContext({ offline: true, ...options });
  const page = await context.newPage();
  const seen = { console: [], requests: [] };
  // Reading a canvas twice, as this test does, earns a hint about speed.
  page.on("console", (message) => message.text().startsWith("Canvas2D: Multiple readback") || seen.console.push(message.text()));
  page.on("pageerror", (error) => seen.console.push(error.message));
  page.on("request", (request) => seen.requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { context, page, seen };
}

async function checkSample(browser, name, file) {
  const { context, page, seen } = await open(browser, file, { viewport: { width: 1280, height: 900 } });
  assert.match(await page.title(), new RegExp(`^${words[name]} · `), "the title is the page's own");
  assert.equal(await page.locator("h1 .word").innerText(), words[name]);
  const canvases = await page.locator("canvas").count();
  assert.equal(canvases > 0, name !== "empty", "plots are there when there is something to plot");
  assert.deepEqual(await page.evaluate(blankCanvases), [], "every canvas is drawn");
  assert.equal(await page.getByText("The plots need JavaScript").isVisible(), false);
  assert.equal(await page.locator("img, iframe, object, embed, form, base").count(), 0);
  assert.equal(await page.locator("script").count(), 3);
  await page.evaluate(() => document.querySelectorAll("details").forEach((it) => { it.open = true; }));
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    // Chart.js follows the new size in a frame of its own.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${name} scrolls sideways at ${width}: ${wide}`);
  }
  await page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await page.evaluate(blankCanvases), [], "drawn again in the dark");
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(seen.console, [], "the console is silent");
  assert.deepEqual(seen.requests.filter((url) => url !== pathToFileURL(file).href && url !== "data:,"), [], "no requests");
  await context.close();
}

// The policy itself: markup that got into the page all the same must not act.
async function checkPolicy(browser, file) {
  const { context, page, seen } = await open(browser, file, {});
  const title = await page.title();
  const refused = page.waitForEvent("requestfailed");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'owned'";
    document.body.append(script);
    const image = document.createElement("img");
    image.src = "http://127.0.0.1:9/x.png";
    document.body.append(image);
  });
  assert.equal(await page.title(), title, "an injected script does not run");
  assert.ok(seen.console.some((text) => text.includes("Content Security Policy")), "the policy says so");
  assert.equal((await refused).failure().errorText, "csp", "an injected image is refused before it is sent");
  await context.close();
}

async function checkWithoutScripts(browser, file) {
  const { context, page } = await open(browser, file, { javaScriptEnabled: false });
  assert.equal(await page.locator("h1 .word").innerText(), "FAIL");
  assert.ok(await page.locator("table.gates tbody tr").count() > 0);
  assert.ok(await page.getByText("The plots need JavaScript").isVisible());
  await context.close();
}

const folder = mkdtempSync(join(tmpdir(), "cxload-page-"));
execFileSync(process.argv[2], [folder]);
// No sandbox: containers and root have none; the pages are our own samples.
const browser = await chromium.launch({ executablePath: process.env.CXLOAD_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"] });
try {
  for (const name of readdirSync(folder).sort()) {
    await checkSample(browser, name, join(folder, name, "report.html"));
    console.log("ok", name);
  }
  await checkPolicy(browser, join(folder, "pass", "report.html"));
  await checkWithoutScripts(browser, join(folder, "fail", "report.html"));
  console.log("ok policy, ok without scripts");
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
