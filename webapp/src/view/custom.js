// The custom page: the operator's rendered template, in a sandboxed frame; edge to edge when it says so.
import { el, htmlFrame } from "./dom.js";
import { toast } from "./toast.js";

const BARE = "<!-- NO-CONTAINER -->";

export function customPage(app, scope, main) {
  let left = false;
  scope(() => { left = true; });
  const title = app.menu.find(({ page }) => page === "custom")?.title ?? "Page";
  const page = el("div", { class: "page custom" }, el("h1", { class: "hidden" }, title));
  app.api.get("page/custom").then((answer) => {
    if (left) return;
    const html = String(answer?.html ?? "");
    const bare = answer?.container === false || html.trimStart().startsWith(BARE);
    main.classList.toggle("bare", bare);
    page.classList.toggle("bare", bare);
    page.append(htmlFrame(html, title, { scripts: true, bare }));
  }).catch((error) => { if (!left) toast(error.message, "error"); });
  return page;
}
