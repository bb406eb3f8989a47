// The engine that the examples in the documentation ask: three articles, indexed in a temporary
// folder. Included as an expression; the folder is deleted with the first of the two values.
{
    let folder = tempfile::tempdir()?;
    let input = folder.path().join("news.jsonl");
    std::fs::write(
        &input,
        concat!(
            r#"{"id":"a","title":"微短剧出海","body":"微短剧在海外走红。","source":"人民日报","published_at":"2025-12-30"}"#,
            "\n",
            r#"{"id":"b","title":"短剧新赛道","body":"短剧市场增长。","source":"河南日报","published_at":"2025-11-02"}"#,
            "\n",
            r#"{"id":"c","title":"秋粮丰收","body":"河南秋粮丰收。","source":"河南日报","published_at":"2025-10-01"}"#,
            "\n",
        ),
    )?;
    let index = folder.path().join("index");
    let inputs = xunwen_index::inputs(&[input.display().to_string()])?;
    xunwen_index::Job { inputs, ..Default::default() }.run(&index, &mut |_| {})?;
    let engine = xunwen_query::Engine::open(&index)?;
    (folder, engine)
}
