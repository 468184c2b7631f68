// A phone made of JsSIP, as window.phone.
import * as JsSIP from "jssip";
import { hear } from "./ears.js";

const media = { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } };

export function makePhone({ url, domain, user, password }) {
  const agent = new JsSIP.UA({
    sockets: [new JsSIP.WebSocketInterface(url)], uri: `sip:${user}@${domain}`, password, register_expires: 600,
  });

  const finish = (session) => new Promise((resolve, reject) => {
    session.on("peerconnection", ({ peerconnection }) => hear(peerconnection));
    if (session.connection) hear(session.connection);
    session.on("failed", ({ originator, cause }) => reject(new Error(`${originator}: ${cause}`)));
    session.on("ended", resolve);
  });

  return {
    register: () => new Promise((resolve, reject) => {
      agent.on("registered", resolve);
      agent.on("registrationFailed", ({ cause }) => reject(new Error(cause)));
      agent.start();
    }),
    answer: () => new Promise((resolve, reject) => {
      agent.on("newRTCSession", ({ session, originator }) => {
        if (originator !== "remote") return;
        finish(session).then(resolve, reject);
        session.answer(media);
      });
    }),
    call: (number, talk) => {
      const session = agent.call(`sip:${number}@${domain}`, media);
      session.on("confirmed", () => setTimeout(() => session.terminate(), talk));
      return finish(session);
    },
    stop: () => agent.stop(),
  };
}
