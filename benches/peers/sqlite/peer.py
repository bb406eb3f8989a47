"""SQLite FTS5 with its trigram tokenizer, behind the protocol of search-benchmark-game.

    peer.py index ARTICLES.jsonl DIR THREADS     ignores THREADS: SQLite has one writer
    peer.py search DIR                           reads COMMAND<TAB>query lines, writes a line for each
"""

import json
import re
import sqlite3
import sys

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -1000000;
CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT, seconds INTEGER, title TEXT, summary TEXT, body TEXT);
CREATE VIRTUAL TABLE texts USING fts5 (
    title, summary, body,
    tokenize = 'trigram', content = 'articles', content_rowid = 'number');
"""
COUNT = "SELECT count(*) FROM texts WHERE texts MATCH ?"
TOP_10 = """
SELECT articles.id FROM
    (SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10) AS best
    JOIN articles ON articles.number = best.rowid
"""
NEWEST_10 = """
SELECT articles.id FROM texts JOIN articles ON articles.number = texts.rowid
WHERE texts MATCH ? ORDER BY articles.seconds DESC LIMIT 10
"""


def index(articles, folder):
    database = sqlite3.connect(f"{folder}/articles.db")
    database.executescript(SCHEMA)
    with open(articles, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            article = json.loads(line)
            texts = [article["title"], article["summary"], article["body"]]
            facts = [number, article["id"], article["seconds"]]
            database.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?)", facts + texts)
            database.execute(
                "INSERT INTO texts (rowid, title, summary, body) VALUES (?, ?, ?, ?)", [number] + texts)
    database.commit()
    database.close()


def search(folder):
    database = sqlite3.connect(f"file:{folder}/articles.db?mode=ro", uri=True)
    database.execute("PRAGMA mmap_size = 8000000000")
    for line in sys.stdin:
        command, text = line.rstrip("\n").split("\t")
        print(answer(database, command, match(text)), flush=True)


def answer(database, command, match):
    if match is None:
        return "UNSUPPORTED"
    if command == "COUNT":
        return database.execute(COUNT, [match]).fetchone()[0]
    rows = database.execute(TOP_10 if command == "TOP_10" else NEWEST_10, [match])
    return " ".join(row[0] for row in rows)


def match(text):
    """Phrases in quotes must occur; of a question, any three adjacent characters may."""
    phrases = re.findall(r'"([^"]+)"', text)
    if not phrases:
        pieces = re.findall(r"\w+", text)
        trigrams = [piece[at:at + 3] for piece in pieces for at in range(len(piece) - 2)]
        return " OR ".join(f'"{trigram}"' for trigram in dict.fromkeys(trigrams)) or None
    # A trigram index holds nothing shorter than three characters.
    if any(len(phrase) < 3 for phrase in phrases):
        return None
    return " AND ".join(f'"{phrase}"' for phrase in phrases)


if __name__ == "__main__":
    if sys.argv[1] == "index":
        index(sys.argv[2], sys.argv[3])
    else:
        search(sys.argv[2])
