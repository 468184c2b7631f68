// Visual voicemail: caller, call-ID, duration, date and time; to be heard here, or taken away.
import { part } from "../net/api.js";
import { el, empty, heading, icon, iconButton } from "./dom.js";
import { when } from "./format.js";
import { toast } from "./toast.js";

const KEEP = 60_000;   // a download has begun long before

export function voicemailPage(app, scope) {
  const list = el("ul", { class: "list" });
  const none = empty("mdi-voicemail", "No messages.");
  const player = el("audio", { controls: true, hidden: true, "aria-label": "Message" });
  let left = false, address = "";
  scope(() => { left = true; player.pause(); URL.revokeObjectURL(address); });
  const play = async (message) => {
    const sound = await app.api.blob(`voicemail/${part(message.id)}/audio`);
    if (left) return;
    URL.revokeObjectURL(address);
    address = URL.createObjectURL(sound);
    [player.src, player.hidden] = [address, false];
    player.dataset.id = message.id;
    await player.play().catch(() => {});
  };
  app.api.get("voicemail").then((answer) => {
    if (left) return;
    const messages = Array.isArray(answer) ? answer : [];
    none.hidden = messages.length > 0;
    list.replaceChildren(...messages.map((message) => messageRow(app, message, play)));
  }).catch((error) => { if (!left) toast(error.message, "error"); });
  return el("div", { class: "page" }, heading("Voicemail"), player, list, none);
}

function messageRow(app, message, play) {
  const attempt = (work) => () => work(message).catch((error) => toast(error.message, "error"));
  const caller = String(message.caller ?? "Unknown");
  return el("li", { "data-id": message.id }, icon(message.read ? "mdi-email-open-outline" : "mdi-email"),
    el("div", { class: "grow" }, el("strong", {}, caller),
      el("small", {}, `${Number(message.duration ?? 0).toFixed(2)} sec · ${when(message.created)}`),
      el("small", { class: "id", title: "Call-ID" }, String(message.call_id ?? message.id))),
    iconButton("mdi-play", `Play the message of ${caller}`, attempt(play)),
    iconButton("mdi-download", `Download the message of ${caller}`, attempt((one) => download(app, one))));
}

async function download(app, message) {
  const sound = await app.api.blob(`voicemail/${part(message.id)}/audio?download=1`);
  const address = URL.createObjectURL(sound);
  el("a", { href: address, download: `voicemail-${String(message.id).replace(/[^\w-]/g, "_")}.wav` }).click();
  setTimeout(() => URL.revokeObjectURL(address), KEEP);
}
