// webphone.mjs CASE OPTIONS: one case of the Web Phone in Chromium, webphone/CASE.mjs. Options are JSON: web (origin), ca
// (PEM file that Chromium trusts), domain, address (127.0.0.1 when left out), user, password, and what the case wants. Each line on standard output is an event as JSON; the last one is
// {"event": "end", "failed": "…"}, with an empty text when all went well.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { Tab } from "./webphone/tab.mjs";

const [name, text] = process.argv.slice(2);
const options = JSON.parse(text);
const say = (event, detail = {}) => console.log(JSON.stringify({ event, ...detail }));
const { default: play, settings = {} } = await import(`./webphone/${name}.mjs`);

// A home and profile of its own: what is installed or subscribed is not there in Playwright's incognito contexts, and an
// app whose certificate does not hold cannot be installed at all.
const home = mkdtempSync(join(tmpdir(), "webphone-"));
const trusted = join(home, ".pki", "nssdb");
mkdirSync(trusted, { recursive: true });
execFileSync("certutil", ["-d", `sql:${trusted}`, "-N", "--empty-password"]);
if (options.ca) execFileSync("certutil", ["-d", `sql:${trusted}`, "-A", "-t", "C,,", "-n", "deployment", "-i", options.ca]);

const context = await chromium.launchPersistentContext(join(home, "profile"), {
  executablePath: "/usr/bin/chromium", env: { ...process.env, HOME: home }, viewport: { width: 412, height: 800 }, locale: "en-GB",
  permissions: ["microphone"], ...settings,
  ignoreDefaultArgs: ["--mute-audio"],
  args: ["--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
         "--allow-loopback-in-peer-connection", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-quic",
         "--autoplay-policy=no-user-gesture-required", "--disable-features=LocalNetworkAccessChecks",
         `--host-resolver-rules=MAP *.example ${options.address ?? "127.0.0.1"}`],
});
context.setDefaultTimeout(options.patience ?? 60_000);
let failed = "";
try {
  const tab = await Tab.open(context, options);
  await play({ tab, context, options, say });
  if (tab.errors.length > 0) throw new Error(`the page complained: ${tab.errors.join("; ")}`);
} catch (error) {
  failed = `${error.message}\n${(error.stack ?? "").split("\n").filter((line) => line.includes("webphone")).slice(0, 3).join("\n")}`;
}
say("end", { failed });
await context.close().catch(() => {});
rmSync(home, { recursive: true, force: true, maxRetries: 5 });
process.exit(0);
