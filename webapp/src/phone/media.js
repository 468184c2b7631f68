// The microphone and the peer connection of a call. Codec rules go through setCodecPreferences: offers and answers alike.
import { Web } from "sip.js";
import { chooseCodecs } from "../model/codec.js";

const GATHERING = 5000;
export const AUDIO = { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true }, video: false };

class RuledHandler extends Web.SessionDescriptionHandler {
  constructor(logger, streams, configuration, rules) {
    super(logger, streams, configuration);
    this.rules = rules;
  }

  createLocalOfferOrAnswer(options) {
    const codecs = RTCRtpReceiver.getCapabilities?.("audio")?.codecs ?? [];
    const chosen = chooseCodecs(codecs, this.rules);
    for (const transceiver of this.peerConnection.getTransceivers()) {
      if (transceiver.receiver.track.kind === "audio" && chosen.length > 0) transceiver.setCodecPreferences?.(chosen);
    }
    return super.createLocalOfferOrAnswer(options);
  }
}

/** Only the two hosts of the deployment are talked to: no STUN server of somebody else. */
export function handlerFactory(rules) {
  return (session) => new RuledHandler(session.userAgent.getLogger("sip.SessionDescriptionHandler"),
    Web.defaultMediaStreamFactory(),
    { iceGatheringTimeout: GATHERING, peerConnectionConfiguration: { bundlePolicy: "balanced", rtcpMuxPolicy: "require", iceServers: [] } },
    rules);
}
