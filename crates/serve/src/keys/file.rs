//! The file of keys: a line each, `name<TAB>sha256:HASH<TAB>requests a minute<TAB>exports a day`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// The most characters of a name.
const NAME: usize = 100;
/// What every key begins with, so that it is recognised where it does not belong.
const PREFIX: &str = "xunwen_";
/// What every hash in the file begins with.
const HASH: &str = "sha256:";
/// The first line of a new file.
const HEAD: &str = "# name\thash of the key\trequests a minute\texports a day\n";

/// How often a key may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyLimits {
    /// Requests in any minute; each query of a batch counts as one.
    pub per_minute: u32,
    /// Exports in any 24 hours.
    pub exports_per_day: u32,
}

/// Why keys cannot be read or made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The file cannot be read.
    #[error("cannot read the keys")]
    Read(#[source] io::Error),
    /// The file cannot be written.
    #[error("cannot write the keys")]
    Write(#[source] io::Error),
    /// A line is not a key.
    #[error("line {line} of the keys: {reason}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A name cannot be used.
    #[error("not the name of a key: {0}")]
    Name(&'static str),
    /// The system has no random numbers.
    #[error("there are no random numbers to make a key of")]
    Random,
}

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeyLine {
    pub(super) name: String,
    pub(super) hash: [u8; 32],
    pub(super) limits: KeyLimits,
}

/// Reads the text of a file; blank lines and those that begin with `#` say nothing.
pub(super) fn parse(text: &str) -> Result<Vec<KeyLine>, KeyError> {
    let mut keys: Vec<KeyLine> = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        let key = key(text).map_err(|reason| KeyError::Line { line, reason })?;
        if keys.iter().any(|known| known.name == key.name || known.hash == key.hash) {
            return Err(KeyError::Line { line, reason: "its name or key is also that of another" });
        }
        keys.push(key);
    }
    Ok(keys)
}

fn key(line: &str) -> Result<KeyLine, &'static str> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [name, hash, per_minute, exports] = columns[..] else {
        return Err("a line is name, hash, requests a minute and exports a day, between tabs");
    };
    let number = |text: &str| text.trim().parse().map_err(|_| "a limit is a whole number");
    let limits = KeyLimits { per_minute: number(per_minute)?, exports_per_day: number(exports)? };
    check(name)?;
    Ok(KeyLine { name: name.to_owned(), hash: read_hash(hash)?, limits })
}

fn check(name: &str) -> Result<(), &'static str> {
    if name.trim() != name || name.is_empty() || name.starts_with('#') {
        return Err("a name is not empty, and begins with neither white space nor `#`");
    }
    if name.chars().any(char::is_control) || name.chars().count() > NAME {
        return Err("a name has no control characters, and at most 100 others");
    }
    Ok(())
}

fn read_hash(text: &str) -> Result<[u8; 32], &'static str> {
    let digits = text.strip_prefix(HASH).filter(|digits| digits.len() == 64 && digits.is_ascii());
    let unknown = "a hash is `sha256:` and 64 hexadecimal digits";
    let digits = digits.ok_or(unknown)?;
    let mut hash = [0; 32];
    for (byte, at) in hash.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| unknown)?;
    }
    Ok(hash)
}

/// Returns the hash of a key.
pub(super) fn hash(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

/// Makes a key, adds its hash to the file at `path`, and returns the key, which nothing else knows.
///
/// # Errors
///
/// If the name is taken or cannot be used, or the file cannot be read or written.
pub fn add_key(path: &Path, name: &str, limits: KeyLimits) -> Result<String, KeyError> {
    check(name).map_err(KeyError::Name)?;
    let known = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(KeyError::Read(error)),
    };
    if parse(&known)?.iter().any(|key| key.name == name) {
        return Err(KeyError::Name("the file has a key of this name"));
    }
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|_| KeyError::Random)?;
    let key = format!("{PREFIX}{}", BASE64_URL_SAFE_NO_PAD.encode(random));
    let line = if known.is_empty() { HEAD } else { "" }.to_owned() + &written(name, &key, limits);
    let line = if known.is_empty() || known.ends_with('\n') { line } else { format!("\n{line}") };
    append(path, &line).map_err(KeyError::Write)?;
    Ok(key)
}

fn written(name: &str, key: &str, limits: KeyLimits) -> String {
    let hash: String = hash(key).iter().map(|byte| format!("{byte:02x}")).collect();
    let KeyLimits { per_minute, exports_per_day } = limits;
    format!("{name}\t{HASH}{hash}\t{per_minute}\t{exports_per_day}\n")
}

/// Appends to a file that only its owner reads, if it is new.
fn append(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHA-256 of `abc`, as FIPS 180-2 gives it.
    const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn lines_are_keys_and_what_is_no_key_is_told_with_its_line() {
        let text = format!("# comment\n\nalice\tsha256:{ABC}\t60\t0\n");
        let keys = parse(&text).unwrap();
        assert_eq!((keys.len(), keys[0].name.as_str(), keys[0].hash), (1, "alice", hash("abc")));
        assert_eq!(keys[0].limits, KeyLimits { per_minute: 60, exports_per_day: 0 });
        for line in [
            "alice".to_owned(),
            format!("alice\t{ABC}\t60\t0"),
            format!("alice\tsha256:{}\t60\t0", &ABC[..62]),
            format!("alice\tsha256:{}é\t60\t0", &ABC[..62]),
            format!("alice\tsha256:{}+1\t60\t0", &ABC[..62]),
            format!("alice\tsha256:{ABC}\t-1\t0"),
            format!("\tsha256:{ABC}\t60\t0"),
            format!("alice\tsha256:{ABC}\t60\t0\t1"),
            format!("alice\tsha256:{ABC}\t6\t0\nbob\tsha256:{ABC}\t60\t0"),
        ] {
            let error = parse(&format!("\n{line}")).unwrap_err();
            assert!(matches!(error, KeyError::Line { line: 2 | 3, .. }), "{line}: {error}");
        }
    }

    #[test]
    fn a_key_is_told_once_and_only_its_hash_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let limits = KeyLimits { per_minute: 60, exports_per_day: 10 };
        let alice = add_key(&path, "alice", limits).unwrap();
        fs::write(&path, fs::read_to_string(&path).unwrap().trim_end()).unwrap();
        let bob = add_key(&path, "bob", KeyLimits { per_minute: 1, ..limits }).unwrap();
        assert!(alice.starts_with("xunwen_") && alice.len() == 7 + 43 && alice != bob);
        let text = fs::read_to_string(&path).unwrap();
        assert!(!text.contains(&alice) && !text.contains(&bob), "{text}");
        let keys = parse(&text).unwrap();
        assert_eq!(keys.iter().map(|key| key.hash).collect::<Vec<_>>(), [hash(&alice), hash(&bob)]);
        assert_eq!((keys[0].limits, keys[1].limits.per_minute), (limits, 1));
        for name in ["alice", "", " a", "#a", "a\tb"] {
            assert!(matches!(add_key(&path, name, limits), Err(KeyError::Name(_))), "{name:?}");
        }
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
}
