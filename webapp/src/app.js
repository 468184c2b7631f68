// Entry: what the bundle starts.
import { App } from "./main.js";

const app = new App(document.querySelector("#app"), document.querySelector("#remote"));
app.start();
