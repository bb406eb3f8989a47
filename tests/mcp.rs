//! `xunwen mcp` as a process, asked by hand and by the official Python client.

use std::process::Command;

use serde_json::{Value, json};

use crate::serve::Server;
use crate::support::{World, project, skipped};

/// The environment variable that names a Python which has the package `mcp`.
const PYTHON: &str = "XUNWEN_TEST_PYTHON";

/// Returns what the program answers to messages, a line each.
fn answers(world: &World, messages: &[Value]) -> Vec<Value> {
    let input: String = messages.iter().map(|message| format!("{message}\n")).collect();
    let transcript =
        world.run_with_input(&["mcp", "-i", "idx", "--log", "error"], input.as_bytes());
    assert_eq!((transcript.status, transcript.stderr.as_str()), (0, ""), "{transcript}");
    transcript.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn begun() -> [Value; 2] {
    let client = json!({"name": "test", "version": "1"});
    let params = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client});
    [
        json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params}),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
    ]
}

fn call(id: u64, tool: &str, arguments: &Value) -> Value {
    let params = json!({"name": tool, "arguments": arguments});
    json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": params})
}

#[test]
fn a_client_on_standard_input_lists_the_tools_and_calls_one() {
    let articles = [
        json!({"id": "a", "title": "一", "body": "微短剧出海。"}),
        json!({"id": "b", "title": "二", "body": "微短剧。"}),
    ];
    let world = World::with_articles(&articles);
    let [initialize, initialized] = begun();
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    let search = call(2, "search", &json!({"q": "微短剧 出海", "limit": 1}));
    let wrong = call(3, "search", &json!({"q": "微短剧 (出海"}));
    let unknown = call(4, "delete", &json!({}));
    let mut answers = answers(&world, &[initialize, initialized, list, search, wrong, unknown]);
    // Calls run side by side, so their answers come in any order.
    answers.sort_by_key(|answer| answer["id"].as_u64());
    assert_eq!(answers.len(), 5, "one for each request, and nothing else: {answers:?}");
    let begun = &answers[0]["result"];
    assert_eq!(begun["protocolVersion"], "2025-06-18");
    assert_eq!(begun["serverInfo"]["name"], "xunwen");
    let tools = answers[1]["result"]["tools"].as_array().unwrap();
    let names: Vec<&str> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["search", "article", "trend", "kwic", "explain"]);
    assert_eq!(tools[0]["annotations"]["readOnlyHint"], true);
    assert_eq!(tools[1]["inputSchema"]["required"], json!(["id"]));
    assert_eq!(tools[2]["inputSchema"]["properties"]["q"]["maxItems"], 8);

    let found = &answers[2]["result"]["structuredContent"];
    assert_eq!((&found["summary"]["exact"], &found["summary"]["returned"]), (&json!(1), &json!(1)));
    assert_eq!(found["hits"][0]["id"], "a");
    assert_eq!(found["receipts"][0]["query"], "微短剧 出海");
    assert_eq!(found["receipts"][0]["exact"], 1);
    let refused = &answers[3]["result"];
    assert_eq!(refused["isError"], true);
    // 微短剧 and a space are ten bytes.
    assert_eq!(refused["structuredContent"]["problem"]["span"], json!([10, 11]));
    let text = refused["content"][0]["text"].as_str().unwrap();
    assert!(text.starts_with("error: ") && text.contains("at the bytes 10 to 11"), "{text}");
    assert_eq!(answers[4]["error"]["code"], -32602);
}

#[test]
fn without_an_index_or_a_client_it_says_so_on_standard_error_only() {
    let world = World::new();
    let shown = world.run(&["mcp", "-i", "none"]);
    assert_eq!((shown.status, shown.stdout.as_str()), (2, ""), "{shown}");
    let lines: Vec<&str> = shown.stderr.lines().collect();
    assert!(
        matches!(lines[..], [error, hint] if error.starts_with("error: no index at none")
        && hint.starts_with("hint: ")),
        "{shown}"
    );

    let world = World::with_articles(&[json!({"id": "a", "body": "微短剧"})]);
    let silent = world.run(&["mcp", "-i", "idx"]);
    assert_eq!((silent.status, silent.stdout.as_str(), silent.stderr.as_str()), (0, "", ""));
}

#[test]
fn the_official_client_finds_what_the_api_finds_over_both_transports() {
    let Some(python) = std::env::var_os(PYTHON) else {
        return skipped("XUNWEN_TEST_PYTHON names no Python");
    };
    let has_client = Command::new(&python).args(["-c", "import mcp"]).output();
    if !has_client.is_ok_and(|output| output.status.success()) {
        return skipped("the Python of XUNWEN_TEST_PYTHON has no package `mcp`");
    }
    let world = World::with_sample();
    let server = Server::start_with(&world, &[]);
    let output = Command::new(&python)
        .arg(project("crates/serve/tests/mcp_client.py"))
        .arg(env!("CARGO_BIN_EXE_xunwen"))
        .arg(world.path("idx"))
        .arg(server.address())
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    assert_eq!(text(&output.stdout).lines().count(), 4, "{}", text(&output.stdout));
}
