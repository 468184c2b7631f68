// The icons, drawn here: a handset on a rounded square, as PNG by hand (zlib is all that a PNG needs).
import { deflateSync } from "node:zlib";

const BACK = [18, 94, 117], FRONT = [255, 255, 255];
const SAMPLES = 4;   // per axis and pixel, for smooth edges

/** Coordinates run from -1 to 1. */
const inRounded = (x, y, radius) => {
  const [dx, dy] = [Math.max(Math.abs(x) - (1 - radius), 0), Math.max(Math.abs(y) - (1 - radius), 0)];
  return Math.hypot(dx, dy) <= radius;
};

/** A thick arc with a bulb at each end, turned by 45 degrees: a handset. */
function inHandset(x, y, scale) {
  const angle = Math.PI / 4;
  const u = (x * Math.cos(angle) + y * Math.sin(angle)) / scale;
  const v = (-x * Math.sin(angle) + y * Math.cos(angle)) / scale + 0.36;
  const onBow = Math.abs(Math.hypot(u, v + 0.02) - 0.72) < 0.135 && v > 0.18;
  const onBulb = [-1, 1].some((side) => {
    const [du, dv] = [Math.abs(u - side * 0.66), Math.abs(v - 0.12)];
    return Math.hypot(Math.max(du - 0.1, 0), Math.max(dv - 0.14, 0)) <= 0.1;
  });
  return onBow || onBulb;
}

function pixels(size, maskable) {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let square = 0, phone = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample += 1) {
        const x = ((column + (sample % SAMPLES + 0.5) / SAMPLES) / size) * 2 - 1;
        const y = ((row + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES) / size) * 2 - 1;
        if (maskable || inRounded(x, y, 0.42)) square += 1;
        if (inHandset(x, y, maskable ? 0.62 : 0.8)) phone += 1;
      }
      const share = phone / (SAMPLES * SAMPLES);
      const colour = BACK.map((back, band) => Math.round(back + (FRONT[band] - back) * share));
      rows.set([...colour, Math.round((255 * square) / (SAMPLES * SAMPLES))], row * (size * 4 + 1) + 1 + column * 4);
    }
  }
  return rows;
}

/** The CRC of PNG, bit by bit: the node of Debian 12 has none. */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function png(size, maskable = false) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head),
    chunk("IDAT", deflateSync(pixels(size, maskable), { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

export const drawIcons = () => [["icon-192.png", png(192)], ["icon-512.png", png(512)], ["maskable-512.png", png(512, true)]];
