"""Groonga with TokenBigram, behind the protocol of search-benchmark-game.

    peer.py index ARTICLES.jsonl DIR THREADS     ignores THREADS: Groonga loads and indexes in one
    peer.py search DIR                           reads COMMAND<TAB>query lines, writes a line for each

The index is built after the articles are loaded, as Groonga's manual advises for a first load.
"""

import json
import re
import subprocess
import sys

SCHEMA = """\
table_create Articles TABLE_HASH_KEY ShortText
column_create Articles seconds COLUMN_SCALAR Int64
column_create Articles title COLUMN_SCALAR LongText
column_create Articles summary COLUMN_SCALAR LongText
column_create Articles body COLUMN_SCALAR LongText
"""
INDEX = """\
table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerNFKC130
column_create Terms articles COLUMN_INDEX|WITH_POSITION|WITH_SECTION Articles title,summary,body
"""
SELECT = (
    "select Articles --match_columns Terms.articles --output_columns _key --cache no "
    "--limit {limit} --sort_keys {order} --query {query}\n"
)


def index(articles, folder):
    groonga = subprocess.Popen(
        ["groonga", "-n", f"{folder}/db"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    send = groonga.stdin.write
    send(SCHEMA)
    send("load --table Articles\n[\n")
    with open(articles, encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            names = ["seconds", "title", "summary", "body"]
            record = {"_key": article["id"]} | {name: article[name] for name in names}
            send(json.dumps(record, ensure_ascii=False) + ",\n")
    send("]\n" + INDEX)
    groonga.stdin.close()
    sys.exit(groonga.wait())


def search(folder):
    groonga = subprocess.Popen(
        ["groonga", f"{folder}/db"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    for line in sys.stdin:
        command, text = line.rstrip("\n").split("\t")
        groonga.stdin.write(select(command, text))
        groonga.stdin.flush()
        print(answer(command, json.loads(groonga.stdout.readline())), flush=True)


def select(command, text):
    order = {"COUNT": "_id", "TOP_10": "-_score", "NEWEST_10": "-seconds"}[command]
    return SELECT.format(limit=0 if command == "COUNT" else 10, order=order, query=quoted(query(text)))


def query(text):
    """Phrases in quotes must occur; of a question, any two adjacent characters may."""
    phrases = re.findall(r'"([^"]+)"', text)
    if phrases:
        return " ".join(f'"{phrase}"' for phrase in phrases)
    pieces = re.findall(r"\w+", text)
    pairs = [piece[at:at + 2] for piece in pieces for at in range(len(piece) - 1)]
    return " OR ".join(f'"{pair}"' for pair in dict.fromkeys(pairs))


def quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def answer(command, reply):
    (count,), _, *records = reply[1][0]
    return count if command == "COUNT" else " ".join(key for (key,) in records)


if __name__ == "__main__":
    if sys.argv[1] == "index":
        index(sys.argv[2], sys.argv[3])
    else:
        search(sys.argv[2])
