// phone.mjs OPTIONS: a phone in Chromium. Options are JSON: library (jssip, sipjs), url, domain, user, password, and
// `call` (a number) with `talk` (milliseconds), or neither: it answers one call. Prints what the browser says of the call.
import { createServer } from "node:http";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const options = JSON.parse(process.argv[2]);
const entry = `import { makePhone } from "./${options.library}_phone.js";
  import { whatWasHeard } from "./ears.js";
  window.makePhone = makePhone;
  window.whatWasHeard = whatWasHeard;`;

async function servePage() {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: import.meta.dirname ?? new URL(".", import.meta.url).pathname },
    bundle: true, write: false, logLevel: "error",
  });
  const server = createServer((request, response) => {
    const isScript = request.url === "/phone.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? outputFiles[0].text : "<!doctype html><title>phone</title><script src=/phone.js></script>");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { server, address: `http://127.0.0.1:${server.address().port}/` };   // loopback is a secure context
}

const page = await servePage();
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  ignoreDefaultArgs: ["--mute-audio"],
  args: ["--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
         "--allow-loopback-in-peer-connection", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-quic", "--ignore-certificate-errors",
         "--autoplay-policy=no-user-gesture-required", `--host-resolver-rules=MAP ${options.domain} 127.0.0.1`],
});
let failed = "";
let heard = {};
try {
  const tab = await browser.newPage();
  tab.on("console", (message) => console.error(message.text()));
  tab.on("pageerror", (error) => console.error(error.message));
  await tab.goto(page.address);
  heard = await tab.evaluate(async (phoneOptions) => {
    const phone = window.makePhone(phoneOptions);
    const call = phoneOptions.call ? undefined : phone.answer();
    await phone.register();
    await (call ?? phone.call(phoneOptions.call, phoneOptions.talk));
    const result = window.whatWasHeard();
    await phone.stop();
    return result;
  }, options);
} catch (error) {
  failed = error.message;
}
console.log(JSON.stringify({ ...heard, failed }));
await browser.close();
page.server.close();
