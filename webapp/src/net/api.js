// The portal's API: JSON with a cookie, and with the bearer token as well where cookies of frames are blocked.

const PATIENCE = 30_000;
const BASE = "/api/softphone/";

export class ApiError extends Error {
  constructor(status, text, body) {
    super(text);
    this.status = status;
    this.body = body;
  }
}

export class Api {
  #jwt = "";   // in memory only: a reload has the cookie
  onExpired = () => {};   // a session that was one is none any more

  get(path) { return this.#json("GET", path); }
  post(path, body) { return this.#json("POST", path, body ?? {}); }
  remove(path, body) { return this.#json("DELETE", path, body); }

  async login(username, password, otp) {
    const answer = await this.post("login", otp ? { username, password, otp } : { username, password });
    this.#jwt = typeof answer?.jwt === "string" ? answer.jwt : "";
    return answer?.prov ?? this.get("prov");
  }

  async logout() {
    try {
      await this.post("logout");
    } finally {
      this.#jwt = "";
    }
  }

  /** Bytes with their type: what is played or downloaded. */
  async blob(path) {
    return (await this.#send("GET", path)).blob();
  }

  async #json(method, path, body) {
    const response = await this.#send(method, path, body);
    const text = await response.text();
    if (!text) return undefined;
    try {
      return JSON.parse(text);
    } catch {
      if (/json/.test(response.headers.get("content-type") ?? "")) throw new ApiError(response.status, "The server's answer makes no sense.");
      return text;   // a script may answer with plain text
    }
  }

  async #send(method, path, body) {
    const headers = { accept: "application/json" };
    if (body !== undefined) headers["content-type"] = "application/json";
    if (this.#jwt) headers.authorization = `Bearer ${this.#jwt}`;
    let response;
    try {
      response = await fetch(BASE + path, { method, headers, credentials: "same-origin", cache: "no-store",
        body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE) });
    } catch (error) {
      throw new ApiError(0, error.name === "TimeoutError" ? "The server does not answer." : "There is no connection to the server.");
    }
    if (response.status === 401 && path !== "login" && path !== "prov") this.onExpired();
    if (!response.ok) throw await refused(response);
    return response;
  }
}

async function refused(response) {
  const text = await response.text().catch(() => "");
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  const said = typeof body?.error === "string" ? body.error.slice(0, 500) : "";
  return new ApiError(response.status, said || `The server refused this (${response.status}).`, body);
}

/** An id as one part of a path. */
export const part = (id) => encodeURIComponent(String(id));
