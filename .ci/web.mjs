// 公開するウェブページを、画面のない Chromium と axe-core に判定させる。
// 使い方: node web.mjs 公開のフォルダ [画像を置くフォルダ]
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.cwd(), "target/web-judge/"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [folder, pictures] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const profile = mkdtempSync(join(tmpdir(), "chromium-"));
const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const options = { executablePath, args, headless: true, bypassCSP: true };
const browser = await chromium.launchPersistentContext(profile, options);
let faults = 0;
const check = (right, text) => {
  if (!right) { faults += 1; console.log("FAIL " + text); }
};
const page = await browser.newPage();
const fetched = [];
page.on("request", (request) => fetched.push(request.url()));
const names = readdirSync(folder).filter((name) => name.endsWith(".html")).sort();
for (const name of names) {
  for (const [width, zoom] of [[320, 1], [768, 1], [1280, 1], [640, 2]]) {
    await page.setViewportSize({ width, height: 900 });
    fetched.length = 0;
    await page.goto(pathToFileURL(resolve(folder, name)).href);
    // 文字だけを 200 % にしても、横に動かさずに読める
    if (zoom === 2) await page.addStyleTag({ content: "html{font-size:200%}" });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    check(wide <= width, `${name}: 幅 ${width} で横にはみ出す（${wide}）`);
    check(fetched.length === 1, `${name}: ほかのものを取りに行く ${fetched.slice(1)}`);
    await page.evaluate(axe);
    const result = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
    for (const violation of result.violations) {
      const where = violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 120));
      check(false, `${name} 幅 ${width}: ${violation.id} ${violation.help} ${where}`);
    }
    check(result.passes.length > 10, `${name}: axe が ${result.passes.length} しか見ていない`);
    const levels = await page.$$eval("h1,h2,h3,h4", (list) => list.map((h) => +h.tagName[1]));
    check(levels[0] === 1 && levels.filter((l) => l === 1).length === 1, `${name}: h1 が一つでない`);
    check(levels.every((l, i) => i === 0 || l <= levels[i - 1] + 1), `${name}: 見出しが飛ぶ`);
    const broken = await page.$$eval("a[href^='#']", (list) =>
      list.map((a) => a.getAttribute("href").slice(1)).filter((id) => !document.getElementById(id)));
    check(broken.length === 0, `${name}: 行き先のないリンク ${broken}`);
    if (pictures && (name === "index.html" || name === "goal-1.html")) {
      await page.screenshot({ path: join(pictures, `${name}-${width}-${zoom}.png`), fullPage: true });
    }
  }
  if (pictures) {
    await page.emulateMedia({ forcedColors: "active" });
    await page.screenshot({ path: join(pictures, `${name}-forced.png`) });
    await page.emulateMedia({ forcedColors: "none" });
    await page.pdf({ path: join(pictures, `${name}.pdf`), format: "A4" });
  }
}
// リンク先のファイルがある
for (const name of names) {
  await page.goto(pathToFileURL(resolve(folder, name)).href);
  const links = await page.$$eval("a[href]:not([href^='#'])", (list) =>
    list.map((a) => decodeURI(a.getAttribute("href").split("#")[0])));
  const missing = links.filter((link) => { try { readFileSync(join(folder, link)); } catch { return true; } });
  check(missing.length === 0, `${name}: ないファイルへのリンク ${missing}`);
}
await browser.close();
rmSync(profile, { recursive: true, force: true });
console.log(`${names.length} ページ、不合格 ${faults}`);
process.exit(faults === 0 && names.length > 0 ? 0 : 1);
