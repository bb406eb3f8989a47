"""Judges the feeds `atom` and `json` in a folder; prints how many articles they have.

    python feeds.py FOLDER

Atom by feedparser, which says by `bozo` that a feed is not well-formed, and by the elements that
RFC 4287 asks for; JSON by a schema written after https://jsonfeed.org/version/1.1.
"""

import json
import pathlib
import sys

import feedparser
import jsonschema

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
TIME = {
    "type": "string",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
}
AUTHORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {"name": TEXT, "url": ADDRESS, "avatar": ADDRESS},
        "additionalProperties": False,
        "minProperties": 1,
    },
}
ITEM = {
    "type": "object",
    "required": ["id"],
    "anyOf": [{"required": ["content_text"]}, {"required": ["content_html"]}],
    "properties": {
        "id": TEXT,
        "url": ADDRESS,
        "external_url": ADDRESS,
        "title": TEXT,
        "content_html": {"type": "string"},
        "content_text": {"type": "string"},
        "summary": TEXT,
        "image": ADDRESS,
        "banner_image": ADDRESS,
        "date_published": TIME,
        "date_modified": TIME,
        "authors": AUTHORS,
        "tags": {"type": "array", "items": TEXT, "uniqueItems": True},
        "language": TEXT,
        "attachments": {"type": "array"},
    },
    "additionalProperties": False,
}
SCHEMA = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": TEXT,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": TEXT,
        "user_comment": TEXT,
        "next_url": ADDRESS,
        "icon": ADDRESS,
        "favicon": ADDRESS,
        "authors": AUTHORS,
        "language": TEXT,
        "expired": {"type": "boolean"},
        "hubs": {"type": "array"},
        "items": {"type": "array", "items": ITEM},
    },
    "additionalProperties": False,
}

folder = pathlib.Path(sys.argv[1])

atom = feedparser.parse((folder / "atom").read_bytes())
assert atom.bozo == 0, atom.bozo_exception
assert atom.version == "atom10", atom.version
assert atom.feed.id and atom.feed.title and atom.feed.updated_parsed
assert {link.rel for link in atom.feed.links} == {"self", "alternate"}
for entry in atom.entries:
    assert entry.id and "title" in entry and entry.updated_parsed and entry.published_parsed
    assert entry.link.startswith(("http://", "https://"))
    assert [content.type for content in entry.content] == ["text/plain"]
assert len({entry.id for entry in atom.entries}) == len(atom.entries)

feed = json.loads((folder / "json").read_bytes())
jsonschema.validate(feed, SCHEMA)
assert [item["id"] for item in feed["items"]] == [entry.id for entry in atom.entries]

print(json.dumps({"atom": len(atom.entries), "json": len(feed["items"])}))
