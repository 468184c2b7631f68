// A phone made of SIP.js, as window.phone.
import { Inviter, Registerer, SessionState, UserAgent } from "sip.js";
import { hear } from "./ears.js";

export function makePhone({ url, domain, user, password }) {
  const agent = new UserAgent({
    uri: UserAgent.makeURI(`sip:${user}@${domain}`), transportOptions: { server: url }, logLevel: "error",
    authorizationUsername: user, authorizationPassword: password,
    sessionDescriptionHandlerFactoryOptions: { peerConnectionConfiguration: { iceServers: [] } },
  });

  const finish = (session) => new Promise((resolve) => {
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established) hear(session.sessionDescriptionHandler.peerConnection);
      if (state === SessionState.Terminated) resolve();
    });
  });

  return {
    register: async () => {
      await agent.start();
      await new Promise((resolve, reject) => new Registerer(agent, { expires: 600 }).register({
        requestDelegate: { onAccept: resolve, onReject: ({ message }) => reject(new Error(message.reasonPhrase)) },
      }));
    },
    answer: () => new Promise((resolve) => {
      agent.delegate = { onInvite: (invitation) => {
        finish(invitation).then(resolve);
        invitation.accept();
      } };
    }),
    call: async (number, talk) => {
      const session = new Inviter(agent, UserAgent.makeURI(`sip:${number}@${domain}`),
                                  { sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } } });
      const done = finish(session);
      session.stateChange.addListener((state) => {
        if (state === SessionState.Established) setTimeout(() => session.bye(), talk);
      });
      await session.invite();
      await done;
    },
    stop: () => agent.stop(),
  };
}
