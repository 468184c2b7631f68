// Ringing, ring-back and key tones, made on the spot: two oscillators and a gain.

const KEYS = { 1: [697, 1209], 2: [697, 1336], 3: [697, 1477], 4: [770, 1209], 5: [770, 1336], 6: [770, 1477],
               7: [852, 1209], 8: [852, 1336], 9: [852, 1477], "*": [941, 1209], 0: [941, 1336], "#": [941, 1477] };
let context;
let ringing;

function play([low, high], seconds, loudness) {
  context ??= new AudioContext();
  if (context.state === "suspended") context.resume().catch(() => {});
  const gain = new GainNode(context, { gain: loudness });
  gain.gain.setTargetAtTime(0, context.currentTime + seconds, 0.02);
  gain.connect(context.destination);
  for (const frequency of [low, high]) {
    const tone = new OscillatorNode(context, { frequency });
    tone.connect(gain);
    tone.start();
    tone.stop(context.currentTime + seconds + 0.2);
  }
}

export function keyTone(key) {
  if (KEYS[key] && navigator.userActivation?.hasBeenActive) play(KEYS[key], 0.12, 0.04);
}

/** The bell of an incoming call, or the tone that a caller hears; `stopRinging` ends either. */
export function startRinging(incoming) {
  stopRinging();
  if (!navigator.userActivation?.hasBeenActive) return;   // a page that nobody touched may not make a noise
  const once = () => (incoming ? play([440, 554], 1, 0.12) : play([425, 425], 1, 0.03));
  once();
  ringing = setInterval(once, incoming ? 2500 : 5000);
}

export function stopRinging() {
  clearInterval(ringing);
  ringing = undefined;
}
