//! How inputs are read: options of all commands that read articles.

use std::sync::Arc;

use clap::Args as ClapArgs;
use xunwen_index::{
    Encoding, FieldMapping, Format as InputFormat, IdPrefix, InputOptions, Reading,
};
use xunwen_schema::Published;

/// What is known of the inputs, instead of being recognised.
#[derive(Debug, ClapArgs)]
pub(crate) struct ReadingArgs {
    /// The format of all inputs, instead of recognising it
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<InputFormat>,
    /// The encoding of all texts, instead of recognising it: gb18030, big5, utf-16le and others
    #[arg(long, value_name = "ENCODING")]
    pub(crate) encoding: Option<Encoding>,
    /// A name that stands for a field in the inputs, such as `body=文章内容`; may be repeated
    #[arg(long, value_name = "FIELD=NAME")]
    pub(crate) map: Vec<FieldMapping>,
    /// The names of the columns of tables that have no header, such as `label,text`
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) columns: Option<Vec<String>>,
    /// The year of dates that name none, such as `07-05 10:11`
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: Option<i16>,
    /// When the inputs were fetched: what `3小时前` and `昨天` are reckoned from
    #[arg(long, value_name = "TIME", value_parser = fetch_time)]
    pub(crate) fetched_at: Option<i64>,
    /// What is put before ids: `file`, `folder` (the name of the file or its folder), or a text
    #[arg(long, value_name = "PREFIX", value_parser = id_prefix)]
    pub(crate) id_prefix: Option<IdPrefix>,
}

impl ReadingArgs {
    /// Returns how the inputs are read.
    pub(crate) fn options(&self) -> InputOptions {
        let reading = Reading {
            encoding: self.encoding,
            map: self.map.clone(),
            columns: self.columns.clone(),
            year: self.year,
            fetched_at: self.fetched_at,
            id_prefix: self.id_prefix.clone().unwrap_or_default(),
        };
        InputOptions { format: self.input_format, reading: Arc::new(reading) }
    }
}

fn fetch_time(text: &str) -> Result<i64, String> {
    let time = Published::parse(text).ok_or("a time such as `2023-07-05 10:11` is needed")?;
    Ok(time.seconds())
}

fn id_prefix(text: &str) -> Result<IdPrefix, String> {
    Ok(match text {
        "file" => IdPrefix::File,
        "folder" => IdPrefix::Folder,
        text => IdPrefix::Text(text.to_owned()),
    })
}
