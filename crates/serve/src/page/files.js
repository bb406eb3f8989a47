// Files that the page makes itself.

// Offers `content` as a file.
export function download(content, name, type) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement("a");
  Object.assign(link, { href: address, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

// A table for spreadsheets: with a byte order mark, and an apostrophe before what would be a formula.
export function csv(rows) {
  const cell = (value) => {
    const text = String(value ?? "");
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

// A name for a file about `query`.
export const fileName = (query, ending) => `${query.replaceAll(/[\\/:*?"<>|\p{Cc}]+/gu, " ").trim().slice(0, 60) || "xunwen"}.${ending}`;
