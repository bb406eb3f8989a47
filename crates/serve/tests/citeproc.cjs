// Writes references in a style, by citeproc-js, as a JSON list of texts without their numbers.
//
//   node citeproc.cjs FOLDER STYLE STYLES ITEMS
//
// FOLDER is where `npm install citeproc` was run, STYLES has the style and the locales of the CSL project, ITEMS is CSL-JSON.

const fs = require("node:fs");
const path = require("node:path");

const [folder, style, styles, file] = process.argv.slice(2);
const CSL = require(require.resolve("citeproc", { paths: [folder] }));
const items = JSON.parse(fs.readFileSync(file, "utf8"));
const read = (name) => fs.readFileSync(path.join(styles, name), "utf8");

const locale = (name) => {
  const known = fs.existsSync(path.join(styles, `locales-${name}.xml`));
  return read(`locales-${known ? name : "en-US"}.xml`);
};

const written = items.map((item) => {
  const engine = new CSL.Engine({ retrieveLocale: locale, retrieveItem: () => item }, read(`${style}.csl`));
  engine.setOutputFormat("text");
  engine.updateItems([item.id]);
  return engine.makeBibliography()[1].join("").replace(/^\[1\]\s*/, "").trim();
});
process.stdout.write(JSON.stringify(written));
