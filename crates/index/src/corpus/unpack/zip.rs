//! Zip files.

use std::io::{self, BufReader, Read, Seek};

use ::zip::ZipArchive;
use ::zip::read::read_zipfile_from_stream;

use super::sink::{Gone, Sink, name};
use crate::corpus::content::Content;

/// Hands the files of a zip file over, in its order.
pub(super) fn unpack(content: Content, sink: &mut Sink) -> io::Result<()> {
    let mut bytes = content.seekable()?;
    match ZipArchive::new(&mut bytes) {
        Ok(mut archive) => {
            // Nobody to hand them to is the end, and no failure.
            let _ = files(&mut archive, sink);
            Ok(())
        }
        Err(error) => {
            bytes.rewind()?;
            let _ = salvage(&mut BufReader::new(bytes), sink);
            Err(io::Error::new(io::ErrorKind::InvalidData, error))
        }
    }
}

fn files<R: Read + Seek>(archive: &mut ZipArchive<R>, sink: &mut Sink) -> Result<(), Gone> {
    for index in 0..archive.len() {
        // How it is packed is looked at later: what is encrypted has a name all the same.
        let (name, is_encrypted) = match archive.by_index_raw(index) {
            Ok(file) if !file.is_file() => continue,
            Ok(file) => (name(file.name_raw()), file.encrypted()),
            Err(error) => {
                sink.failed(format!("{}", index + 1), io::Error::other(error))?;
                continue;
            }
        };
        if is_encrypted {
            let reason = "it is encrypted: unpack it with its password";
            sink.failed(name, io::Error::other(reason))?;
            continue;
        }
        match archive.by_index(index) {
            Ok(file) => sink.file(name, file)?,
            Err(error) => sink.failed(name, io::Error::other(error))?,
        }
    }
    Ok(())
}

/// Hands over what can be read without the list at the end, which a file that is cut off has lost.
fn salvage(bytes: &mut impl Read, sink: &mut Sink) -> Result<(), Gone> {
    while let Ok(Some(file)) = read_zipfile_from_stream(bytes) {
        if file.is_file() {
            sink.file(name(file.name_raw()), file)?;
        }
    }
    Ok(())
}
