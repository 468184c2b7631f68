// A push service on the loopback address, and the browser's side of RFC 8291 and RFC 8292: opens messages, checks who sent them.
import assert from "node:assert/strict";
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";

const expand = (secret, salt, info, size) => Buffer.from(hkdfSync("sha256", secret, salt, info, size));

export class PushService {
  messages = [];
  #keys = createECDH("prime256v1");
  #auth = randomBytes(16);

  /** `key` and `cert`: files of a certificate for 127.0.0.1 that the portal trusts. */
  static async start({ key, cert }) {
    const service = new PushService();
    service.#keys.generateKeys();
    const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (request, response) => {
      const parts = [];
      request.on("data", (part) => parts.push(part)).on("end", () => {
        service.messages.push({ method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(parts) });
        response.writeHead(201, { location: "/message/1" }).end();
      });
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    service.origin = `https://127.0.0.1:${server.address().port}`;
    return service;
  }

  get subscription() {
    return { endpoint: `${this.origin}/one`, expirationTime: null,
             keys: { p256dh: this.#keys.getPublicKey("base64url"), auth: this.#auth.toString("base64url") } };
  }

  /** The text of a message: content coding aes128gcm, one record. */
  open({ headers, body }) {
    assert.equal(headers["content-encoding"], "aes128gcm");
    const salt = body.subarray(0, 16), idSize = body[20];
    const sender = body.subarray(21, 21 + idSize), sealed = body.subarray(21 + idSize);
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), this.#keys.getPublicKey(), sender]);
    const secret = expand(this.#keys.computeSecret(sender), this.#auth, info, 32);
    const cipher = createDecipheriv("aes-128-gcm", expand(secret, salt, "Content-Encoding: aes128gcm\0", 16),
                                    expand(secret, salt, "Content-Encoding: nonce\0", 12));
    cipher.setAuthTag(sealed.subarray(-16));
    const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
    const end = plain.lastIndexOf(2);   // the delimiter of the last record, padding behind it
    assert.ok(end >= 0 && plain.subarray(end + 1).every((byte) => byte === 0), "a last record");
    return plain.subarray(0, end).toString();
  }

  /** Signed by the key that the page subscribed with, for this service, and not for ever. */
  checkSender({ headers }, publicKey) {
    const [, token, key] = /^vapid t=([^,]+), *k=(\S+)$/.exec(headers.authorization);
    assert.equal(key, publicKey, "the portal's own key");
    const [head, claims, signature] = token.split(".");
    const point = Buffer.from(key, "base64url");
    const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
    assert.ok(verify("sha256", Buffer.from(`${head}.${claims}`), { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
                     Buffer.from(signature, "base64url")), "the signature");
    const { aud, exp } = JSON.parse(Buffer.from(claims, "base64url"));
    assert.equal(aud, this.origin);
    assert.ok(exp > Date.now() / 1000 && exp <= Date.now() / 1000 + 24 * 3600, "good for a day at most");
    assert.match(String(headers.ttl), /^\d+$/);
  }
}
