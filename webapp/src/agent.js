// The preview dialler: a campaign, its current record, and what the actions do with it.
import { part } from "./net/api.js";
import { decisionOf } from "./model/number.js";
import { Emitter } from "./emitter.js";

/** Emits "change". */
export class Agent extends Emitter {
  campaigns = [];
  campaign = null;
  record = null;
  atEnd = false;
  #api;

  constructor(api) {
    super();
    this.#api = api;
  }

  async load() {
    const list = await this.#api.get("agent/campaign");
    this.campaigns = Array.isArray(list) ? list : [];
    const known = this.campaigns.find(({ id }) => id === this.campaign?.id);
    await this.choose(known ?? this.campaigns[0] ?? null);
  }

  async choose(campaign) {
    [this.campaign, this.record, this.atEnd] = [campaign, null, false];
    if (campaign) this.#show(await this.#api.get(`agent/current?campaign=${part(campaign.id)}`));
    this.emit("change");
  }

  async next() {
    this.#mustHave(this.campaign, "There is no campaign.");
    this.#show(await this.#api.post("agent/next", { campaign: this.campaign.id }));
    this.emit("change");
  }

  async save(params) {
    const decision = decisionOf(params);
    this.#mustHave(decision, "save takes Yes, No or Unknown.");
    this.#mustHave(this.record, "There is no record to save.");
    const stored = await this.#api.post("agent/save", { campaign: this.campaign.id,
      record_id: this.record.id ?? this.record.key, decision });
    if (stored !== null && typeof stored === "object" && !Array.isArray(stored)) this.#show(stored.record ?? stored);
    this.emit("change");
    return decision;
  }

  #show(record) {
    this.atEnd = record === undefined || record === null;
    this.record = this.atEnd ? null : record;
  }

  #mustHave(thing, complaint) {
    if (!thing) throw new Error(complaint);
  }
}
