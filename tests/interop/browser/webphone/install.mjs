// What makes it an app: manifest, icons, worker; and the shell without a network.
import assert from "node:assert/strict";

export default async function install({ tab, context, options, say }) {
  await tab.comeIn();
  const devtools = await context.newCDPSession(tab.page);
  const { errors, data } = await devtools.send("Page.getAppManifest");
  assert.deepEqual(errors, [], "faults of the manifest");
  const manifest = JSON.parse(data);
  assert.equal(manifest.name, options.title, "the brand is the app's name");
  assert.ok(["standalone", "fullscreen", "minimal-ui"].includes(manifest.display));
  assert.equal(manifest.short_name, options.title);
  assert.equal(new URL(manifest.start_url, options.web).origin, options.web);
  say("apis", { apis: await apis(tab) });
  for (const size of [192, 512]) await checkIcon(tab, manifest, size);

  await tab.page.evaluate(() => navigator.serviceWorker.ready);
  const worker = await tab.page.evaluate(async () => {
    const { active, scope } = await navigator.serviceWorker.getRegistration("/");
    return { script: active.scriptURL, scope };
  });
  assert.equal(worker.scope, `${options.web}/`);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  assert.deepEqual(installabilityErrors, [], "why it cannot be installed");

  say("installed");   // the deployment goes away now
  await tab.until(() => tab.page.evaluate(() => fetch("/api/softphone/config").then(() => false, () => true)), "the end of the deployment");
  await tab.goto("/dialpad");
  await tab.$(".login").waitFor();
  await tab.$("text=Offline").waitFor();
  const icons = await tab.page.evaluate(() => document.fonts.load("24px 'Material Design Icons'").then((fonts) => fonts.length));
  assert.ok(icons > 0, "the icon font from the cache");
}

/** WP-APP-PWA-3: what of a modern browser the page's scripts speak of; a report, and at least what calls cannot do without. */
async function apis(tab) {
  const text = await tab.page.evaluate(async () => (await Promise.all([...document.scripts].filter(({ src }) => src)
    .map(async ({ src }) => (await fetch(src)).text()))).join("\n"));
  const found = ["RTCPeerConnection", "serviceWorker", "PushManager", "Notification", "setSinkId", "wakeLock"].filter((name) => text.includes(name));
  for (const name of ["RTCPeerConnection", "serviceWorker"]) assert.ok(found.includes(name), `${name} in ${found}`);
  return found;
}

async function checkIcon(tab, manifest, size) {
  const icon = manifest.icons.find(({ sizes }) => sizes === `${size}x${size}`);
  const real = await tab.page.evaluate(async (src) => {
    const image = new Image();
    image.src = src;
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  }, icon.src);
  assert.deepEqual(real, [size, size], icon.src);
}
