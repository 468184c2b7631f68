// The custom page: the operator's rendered template, in a sandboxed frame; edge to edge when it says so.
import { el, htmlFrame } from "./dom.js";
import { toast } from "./toast.js";

const BARE = "<!-- NO-CONTAINER -->";

export function customPage(app, scope, main) {
  let left = false;
  scope(() => { left = true; });
  const title = app.menu.find(({ page }) => page === "custom")?.title ?? "Page";
  const page = el("div", { class: "page custom" }, el("h1", { class: "hidden" }, title));
  const show = (html) => {
    if (left) return;
    const bare = html.trimStart().startsWith(BARE);
    main.classList.toggle("bare", bare);
    page.classList.toggle("bare", bare);
    page.append(htmlFrame(html, title, { scripts: true, bare }));
  };
  const given = app.prov.customPage?.html;
  if (typeof given === "string") show(given);
  else app.api.text("page/custom").then(show).catch((error) => { if (!left) toast(error.message, "error"); });
  return page;
}
