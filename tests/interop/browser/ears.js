// What the browser itself says about its audio, kept until after the call: getStats answers nothing for a closed connection.
const heard = { connections: 0 };

export function hear(connection) {
  heard.connections += 1;
  // A stream that nobody plays is not decoded, and has no energy.
  connection.addEventListener("track", ({ track }) => play(track));
  connection.getReceivers().forEach(({ track }) => play(track));
  const look = async () => {
    if (connection.connectionState === "closed") return clearInterval(timer);
    for (const entry of (await connection.getStats()).values()) note(entry);
  };
  const timer = setInterval(look, 100);
}

function play(track) {
  if (track.kind !== "audio") return;
  const player = new Audio();
  player.srcObject = new MediaStream([track]);
  player.play();
}

function note(entry) {
  if (entry.type === "inbound-rtp") heard.inbound = entry;
  if (entry.type === "outbound-rtp") heard.outbound = entry;
  if (entry.type === "remote-inbound-rtp") heard.remoteInbound = entry;
  if (entry.type === "transport" && entry.dtlsState !== "closed") heard.transport = entry;
  if (entry.type === "codec") heard.codec = entry.mimeType;
}

export const whatWasHeard = () => heard;
