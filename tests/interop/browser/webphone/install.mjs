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
