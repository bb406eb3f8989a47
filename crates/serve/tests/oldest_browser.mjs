// Drives the page in the oldest Chromium that it supports, 131, and says what it saw.
//
//   npm install --prefix FOLDER --ignore-scripts @sparticuz/chromium@131.0.1 puppeteer-core@23
//   node oldest_browser.mjs ADDRESS FOLDER
//
// ADDRESS is that of a server on the sample.

import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [address, folder] = process.argv.slice(2);
const load = createRequire(path.resolve(folder, "node_modules", "here.js"));
const loaded = async (name) => (await import(pathToFileURL(load.resolve(name)))).default;
const [chromium, puppeteer] = [await loaded("@sparticuz/chromium"), await loaded("puppeteer-core")];

const browser = await puppeteer.launch({ executablePath: await chromium.executablePath(), args: [...chromium.args, "--no-sandbox"], headless: "shell" });
console.log(await browser.version());
const page = await browser.newPage();
page.on("pageerror", (error) => {
  console.error(`the page failed: ${error.message}`);
  process.exitCode = 1;
});
const text = (css) => page.$eval(css, (element) => element.textContent);

await page.goto(address);
await page.waitForSelector("#welcome .promise");
await page.type("#q", "微短剧");
await page.keyboard.press("Enter");
await page.waitForFunction(() => document.querySelectorAll("#exact-tier li").length === 10);
console.log(await text("#status"));
await page.waitForFunction(() => document.querySelectorAll("#timeline g").length > 3);
await page.click("#exact-tier .title");
await page.waitForFunction(() => document.querySelectorAll("#reader mark").length > 0);
console.log(`an article, mark ${await text("#mark-place")}`);
await page.keyboard.press("Escape");
await page.waitForFunction(() => !document.querySelector("#reader").open);
for (const tab of ["kwic", "trend", "words", "sources"]) {
  await page.click(`#tabs a[data-tab=${tab}]`);
  await page.waitForFunction(() => document.querySelector("#view table") && !document.querySelector("#view [aria-busy], #view[aria-busy], #view [role=alert]"));
  console.log(`the view ${tab}`);
}
await page.click("#export");
await page.waitForFunction(() => document.querySelector("#sheet").open);
console.log("the export opens");
await browser.close();
