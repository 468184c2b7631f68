// What stays in this browser, per user; a browser that stores nothing still makes calls.

const MOST_CALLS = 200;
const MOST_CONTACTS = 1000;

export class LocalStore {
  #prefix;

  constructor(user) {
    this.#prefix = `webphone.${user}.`;
  }

  get history() { return this.#read("history", []); }

  addCall(entry) {
    this.#write("history", [entry, ...this.history].slice(0, MOST_CALLS));
  }

  clearHistory() { this.#write("history", []); }

  get contacts() { return this.#read("contacts", []); }

  saveContact(contact) {
    const others = this.contacts.filter(({ id }) => id !== contact.id);
    this.#write("contacts", [...others, contact].slice(-MOST_CONTACTS));
  }

  removeContact(id) { this.#write("contacts", this.contacts.filter((one) => one.id !== id)); }

  /** What the user changed of the provisioned settings, never the password of the portal. */
  get settings() { return this.#read("settings", {}); }

  set settings(value) { this.#write("settings", value); }

  #read(name, otherwise) {
    try {
      const value = JSON.parse(localStorage.getItem(this.#prefix + name) ?? "null");
      return value !== null && typeof value === "object" && Array.isArray(value) === Array.isArray(otherwise) ? value : otherwise;
    } catch {
      return otherwise;
    }
  }

  #write(name, value) {
    try {
      localStorage.setItem(this.#prefix + name, JSON.stringify(value));
    } catch {
      // full, or storage is off in this frame
    }
  }
}
