//! The oldest Rust that the workspace promises to be built by.
//!
//! No toolchain of that age is needed to check it: clippy's `incompatible_msrv` reports what of the
//! standard library is newer, and every dependency that states its own oldest Rust is compared here.
//! A language feature that is newer, and a dependency that states nothing, would go unnoticed.

use std::process::Command;

use serde_json::Value;

use crate::support::project;

#[test]
fn no_dependency_needs_a_newer_rust_than_the_workspace() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let stated = |package: &Value| package["rust_version"].as_str().map(version);
    let own = packages.iter().find(|package| package["name"] == "xunwen-cli").unwrap();
    let oldest = stated(own).unwrap();
    let newer = packages.iter().filter(|package| stated(package).is_some_and(|v| v > oldest));
    let newer: Vec<String> = newer
        .map(|package| format!("{} needs {}", package["name"], package["rust_version"]))
        .collect();
    assert!(newer.is_empty(), "{}", newer.join("\n"));
    assert!(packages.len() > 200, "not all dependencies were compared");
}

#[test]
fn versions_are_compared_by_number() {
    assert!(version("1.91") > version("1.89.1"));
    assert!(version("1.9") < version("1.10"));
    assert!(version("1.91") == version("1.91.0"));
}

fn version(text: &str) -> [u32; 3] {
    let mut numbers = text.split('.').map(|number| number.parse().unwrap());
    [(); 3].map(|()| numbers.next().unwrap_or(0))
}

/// Returns what cargo knows of the workspace and of all that it depends on here.
fn metadata() -> Value {
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        let output = command.args(arguments).current_dir(project("")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata =
        cargo(&["metadata", "--format-version", "1", "--locked", "--filter-platform", host]);
    serde_json::from_str(&metadata).unwrap()
}
