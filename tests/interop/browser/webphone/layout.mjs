// On a small phone and on wide screens: nothing sticks out sideways, and whatever can be used has a name.
import assert from "node:assert/strict";

const PAGES = ["/dialpad", "/agent", "/settings", "/page/custom", "/voicemail", "/payment"];

export default async function layout({ tab }) {
  await tab.goto();
  for (const scheme of ["light", "dark"]) {
    await tab.page.emulateMedia({ colorScheme: scheme });
    await check(tab, `the login page, ${scheme}`);
  }
  await tab.login();
  await tab.registered();
  for (const [width, height] of [[360, 640], [1280, 800], [1920, 1080]]) {
    await tab.page.setViewportSize({ width, height });
    for (const path of PAGES) {
      await tab.goto(path);
      await tab.registered();
      await check(tab, `${path} at ${width}x${height}`);
    }
  }
}

async function check(tab, where) {
  const found = await tab.page.evaluate(() => {
    const shown = [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility({ visibilityProperty: true }));
    const wide = [document.documentElement, ...shown].filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0
      && ["auto", "scroll", "visible"].includes(getComputedStyle(one).overflowX) && getComputedStyle(one).display !== "inline");
    const nameless = shown.filter((one) => one.matches("button, a[href], input, select, textarea"))
      .filter((one) => !(one.getAttribute("aria-label") || one.textContent.trim() || one.labels?.[0]?.textContent.trim()));
    return { wide: wide.map((one) => one.className || one.tagName), nameless: nameless.map((one) => one.outerHTML.slice(0, 80)) };
  });
  assert.deepEqual(found, { wide: [], nameless: [] }, where);
}
