"""Asks the tools of xunwen with the official Python client, and compares them with the HTTP API.

    python mcp_client.py PROGRAM INDEX ADDRESS

ADDRESS is that of a running `xunwen serve -i INDEX`. Both transports are asked, each by a client
of today's protocol and by one of the protocol before it.
"""

import asyncio
import json
import sys
import urllib.parse
import urllib.request

from mcp import Client, StdioServerParameters

PROGRAM, INDEX, ADDRESS = sys.argv[1:]
QUERY = "微短剧"
TOOLS = ["article", "explain", "kwic", "search", "trend"]


def api(path, **parameters):
    """Returns what the HTTP API answers."""
    query = urllib.parse.urlencode(parameters, doseq=True)
    with urllib.request.urlopen(f"http://{ADDRESS}{path}?{query}") as answer:
        return json.load(answer)


def without_times(answer):
    """Returns an answer without what differs from call to call."""
    answer = json.loads(json.dumps(answer))
    answer.pop("receipts", None)
    answer.get("summary", {}).pop("elapsed_ms", None)
    for name in ["previous", "next"]:
        # Two processes number the states of one index alike, but not the seconds.
        if answer.get(name):
            answer[name] = answer[name][:32] + answer[name][48:]
    return answer


async def called(client, tool, arguments):
    """Returns the structured answer of a tool, of which its text is a copy."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


async def listed(client):
    tools = (await client.list_tools()).tools
    assert sorted(tool.name for tool in tools) == TOOLS, tools
    for tool in tools:
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        assert "近/10字" in tool.description
    schema = next(tool.input_schema for tool in tools if tool.name == "search")
    assert schema["properties"]["limit"]["maximum"] == 100, schema
    assert schema["properties"]["q"]["maxLength"] == 1000, schema


async def counted(client):
    bounds = {"since": "2025", "limit": 3}
    found = await called(client, "search", {"q": QUERY, **bounds, "facets": ["source", "month"]})
    alone = api("/api/search", q=QUERY, **bounds, facets="source,month")
    assert found["summary"]["exact"] > 3 and len(found["facets"]) == 2
    assert without_times(found) == without_times(alone)
    whole = api("/api/receipt", q=QUERY, since="2025")
    (receipt,) = found["receipts"]
    assert receipt["exact"] == found["summary"]["exact"] == len(whole["ids"])
    assert receipt["digest"] == whole["digest"] and "ids" not in receipt

    lines = await called(client, "kwic", {"q": QUERY, "limit": 2})
    assert without_times(lines) == without_times(api("/api/kwic", q=QUERY, limit=2))
    further = await called(client, "kwic", {"q": QUERY, "limit": 2, "cursor": lines["next"]})
    assert further["lines"][0] not in lines["lines"]

    queries = [QUERY, "河南"]
    trend = await called(client, "trend", {"q": queries, "by": "year"})
    assert without_times(trend) == without_times(api("/api/trend", q=queries, by="year"))
    exact = [api("/api/search", q=query, limit=0)["summary"]["exact"] for query in queries]
    assert [receipt["exact"] for receipt in trend["receipts"]] == exact
    return found["hits"][0]["id"]


async def read(client, article):
    whole = await called(client, "article", {"id": article, "q": QUERY})
    path = urllib.parse.quote(article, safe="")
    assert whole == api(f"/api/articles/{path}", q=QUERY)
    explained = await called(client, "explain", {"id": article, "q": QUERY})
    assert explained == api(f"/api/explain/{path}", q=QUERY)
    assert explained["tier"] == "exact"


async def refused(client):
    for arguments, text, code in [
        ({"q": "微短剧 (出海"}, "at the bytes 10 to 11 of `q`: \"(\"", "query"),
        ({"q": "a", "limit": 101}, "`limit` is at most 100", "too-large"),
        ({"q": "a", "page": 2}, "page", "parameters"),
    ]:
        result = await client.call_tool("search", arguments)
        assert result.is_error and text in result.content[0].text, result
        assert result.structured_content["problem"]["code"] == code, result
    result = await client.call_tool("article", {"id": "../CURRENT"})
    assert result.is_error and result.structured_content["problem"]["status"] == 404, result


async def tried(server, mode):
    async with Client(server, mode=mode) as client:
        await listed(client)
        await read(client, await counted(client))
        await refused(client)


async def main():
    program = StdioServerParameters(command=PROGRAM, args=["mcp", "-i", INDEX])
    for name, server in [("stdio", program), ("HTTP", f"http://{ADDRESS}/mcp")]:
        for mode in ["auto", "legacy"]:
            await tried(server, mode)
            print(f"{name}, {mode}: all tools answer as the API does")


asyncio.run(main())
