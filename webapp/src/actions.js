// What the actions of a chain do to this phone, and what a chain needs from the page.
import { numberOfRecord } from "./model/number.js";
import { redirectTarget } from "./model/redirect.js";
import { part } from "./net/api.js";
import { showReply } from "./view/reply.js";
import { toast } from "./view/toast.js";

const noCall = () => toast("There is no call.");

const DOES = {
  answerCall: (app) => (app.phone.call ? app.phone.call.answer() : noCall()),
  endCall: (app) => (app.phone.call ? app.phone.call.hangUp() : noCall()),
  toggleMic: (app) => (app.phone.call ? app.phone.call.setMuted(!app.phone.call.muted) : noCall()),
  next: (app) => app.agent.next(),
  save: async (app, params) => {
    toast(`Saved: ${await app.agent.save(params)}`, "success");
  },
  makeCall: (app, params) => {
    const { number, why } = numberOfRecord(params, app.agent.record);
    if (!number) throw new Error(why);
    app.dial(number);
  },
  redirect: (app, params) => {
    const target = redirectTarget(params, location.origin);
    if (target.kind === "refused") throw new Error(target.why);
    if (target.kind === "route" && app.hasPage(target.path)) app.go(target.path);
    else if (target.kind === "route") location.assign(target.path);
    else if (target.blank) openPage(target.url);
    else location.assign(target.url);
  },
};

/** A new page has no way back into this one, and the call goes on. */
function openPage(url) {
  const page = window.open(url, "_blank");
  if (page) page.opener = null;
  else toast("The browser did not open the new page. Please allow pop-ups for the phone.", "error");
}

/** The host of a Chain: `forms` shows and closes the form. */
export function chainHost(app, forms) {
  return {
    postButton: (id) => app.api.post(`button/${part(id)}`, { data: app.agent.record ?? {}, selected: [], page: "agent" }),
    postForm: (id, values) => app.api.post(`form/${part(id)}`, values),
    formById: (id) => app.api.get(`form/${part(id)}`),
    formByName: async (name) => {
      const list = await app.api.get("form");
      const wanted = name.trim().toLowerCase();
      const found = (Array.isArray(list) ? list : []).find((form) => String(form?.name ?? "").trim().toLowerCase() === wanted);
      if (!found) throw new Error(`There is no form called “${name}”.`);
      return app.api.get(`form/${part(found.id)}`);
    },
    showForm: forms.show,
    closeForm: forms.close,
    run: ({ name, params }) => DOES[name](app, params),
    display: showReply,
    fail: (error) => toast(error.message, "error"),
  };
}
