// Builds webapp/dist: the bundle, the styles, the icon fonts, the icons, the manifest and the worker that keeps them.
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { drawIcons } from "./icons.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const source = join(here, "src"), dist = join(here, "dist");

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, "icons"), { recursive: true });

await build({
  entryPoints: ["app.js", "app.css", "icons.css"].map((name) => join(source, name)),
  outdir: dist, bundle: true, minify: true, format: "esm", target: "es2022", legalComments: "none", logLevel: "warning",
  assetNames: "assets/[name]-[hash]", publicPath: "/",
  loader: { ".woff2": "file", ".woff": "empty", ".ttf": "empty", ".eot": "empty" },
});
for (const name of ["index.html", "manifest.webmanifest", "icon.svg"]) {
  await cp(join(source, name), join(dist, name === "icon.svg" ? "icons/icon.svg" : name));
}
for (const [name, bytes] of drawIcons()) await writeFile(join(dist, "icons", name), bytes);

const files = (await readdir(dist, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
const digest = createHash("sha256");
for (const file of files) digest.update(await readFile(file));
const version = digest.digest("hex").slice(0, 7);
const shell = ["/", ...files.map((file) => file.slice(dist.length)).filter((name) => name !== "/index.html")];

await build({ entryPoints: [join(source, "sw.js")], outfile: join(dist, "sw.js"), bundle: true, minify: true, format: "iife",
  target: "es2022", logLevel: "warning", define: { SHELL: JSON.stringify(shell), SHELL_VERSION: JSON.stringify(version) } });
await writeFile(join(dist, "version.json"), `${JSON.stringify({ deploy: "", version })}\n`);
