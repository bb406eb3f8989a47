//! Other wordings: related hits say by which they were found, and exact counts stay what they are.

use serde_json::{Value, json};

use crate::support::{World, ids, shared};

fn article(id: &str, title: &str, summary: &str) -> Value {
    json!({ "id": id, "title": title, "summary": summary, "published_at": "2025-12-01" })
}

/// Five bilingual articles on one subject, and others with and without English.
fn bilingual() -> World {
    let about = [
        (
            "风筝节开到了河边",
            "The kite festival of the county drew crowds to the river, and the kite festival is to go on in spring.",
        ),
        (
            "海边来客看风筝节",
            "Visitors of the kite festival came from the coast, and hotels say the kite festival filled them to the roof.",
        ),
        (
            "山里也办风筝节，竹匠忙了",
            "In the hills a kite festival began, and the makers of the kite festival sold bamboo to the guests.",
        ),
        (
            "一周风筝节，满湖灯影",
            "The kite festival lasts a week, and in the evening the kite festival lights the banks of the lake.",
        ),
        (
            "老人教孩子扎风筝，风筝节进课堂",
            "To the elders of the village the kite festival is old, and the kite festival is taught in the school.",
        ),
    ];
    let mut articles: Vec<Value> = about
        .iter()
        .enumerate()
        .map(|(number, (title, summary))| article(&format!("both{number}"), title, summary))
        .collect();
    articles.extend([
        article(
            "english",
            "Strings in the sky",
            "A kite festival in the north of the valley opens to all.",
        ),
        article("chinese", "风筝节今年不收门票", "放风筝的人多了。"),
        article(
            "rice",
            "水稻丰收",
            "The rice of the plain is in, and farmers look to the price of grain.",
        ),
        article(
            "tram",
            "电车通车",
            "The tram to the port of the city runs again, and tickets cost little in winter.",
        ),
        article(
            "bank",
            "A bank",
            "The bank of the city and the council agree to lend in the spring.",
        ),
        article("none", "下雨", "雨下了三天。"),
    ]);
    World::with_articles(&articles)
}

fn hit<'h>(hits: &'h [Value], id: &str) -> &'h Value {
    hits.iter().find(|hit| hit["id"] == id).unwrap_or_else(|| panic!("no {id} in {hits:?}"))
}

#[test]
fn a_keyword_reaches_the_other_language_through_five_bilingual_articles() {
    let world = bilingual();
    let (hits, summary) = world.json(&["风筝节"]);
    assert_eq!(summary["exact"], 6);
    let english = hit(&hits, "english");
    assert_eq!((&english["tier"], &english["via"]), (&json!("related"), &json!(["kite festival"])));
    assert_eq!(
        summary["expansions"],
        json!([{ "of": "风筝节", "text": "kite festival", "kind": "learned", "articles": 6 }])
    );
    let (hits, summary) = world.json(&["kite", "festival"]);
    assert_eq!(summary["exact"], 6);
    assert_eq!(hit(&hits, "chinese")["via"], json!(["风筝节"]));
    let unrelated = ["rice", "tram", "bank", "none"];
    assert!(!ids(&hits).iter().any(|id| unrelated.contains(&id.as_str())), "{hits:?}");
}

#[test]
fn text_and_explanation_name_the_wording() {
    let world = bilingual();
    let text = world.run(&["search", "-i", "idx", "风筝节"]);
    assert!(text.stdout.contains("· related via kite festival"), "{text}");
    assert!(text.stdout.contains("also for 风筝节: kite festival (learned, 6 articles)"), "{text}");
    let explained = world.run(&["explain", "-i", "idx", "english", "风筝节"]);
    assert!(explained.stdout.contains("via kite festival for 风筝节 (learned)"), "{explained}");
}

#[test]
fn each_kind_is_switched_by_itself_and_no_exact_count_changes() {
    let world = World::with_articles(&[
        article("software", "軟體出口增长", ""),
        article("own", "软件出口", ""),
        article("trump", "川普訪問雪梨", ""),
        article("number", "补助100,000元", ""),
        article("date", "二〇二五年的第一天", ""),
    ]);
    let found = |query: &str, kinds: &str| {
        let (hits, summary) = world.json(&[query, "--expand", kinds]);
        let related = hits.into_iter().filter(|hit| hit["tier"] == "related");
        let related: Vec<Value> = related.filter(|hit| !hit["via"].is_null()).collect();
        (ids(&related), summary["exact"].as_u64().unwrap())
    };
    for (query, kind, id, exact) in [
        ("软件", "regional", "software", 1),
        ("特朗普", "names", "trump", 0),
        ("悉尼", "names", "trump", 0),
        ("10万元", "numbers", "number", 0),
        ("2025年", "numbers", "date", 0),
    ] {
        let expected = vec![id.to_owned()];
        for kinds in [kind, "all", &format!("learned,{kind}")] {
            assert_eq!(found(query, kinds), (expected.clone(), exact), "{query} {kinds}");
        }
        for kinds in ["none", "learned"] {
            assert_eq!(found(query, kinds), (Vec::new(), exact), "{query} {kinds}");
        }
    }
    let wrong = world.run(&["search", "-i", "idx", "--expand", "synonyms", "软件"]);
    assert_eq!(wrong.status, 2, "{wrong}");
}

#[test]
fn a_wording_counts_as_much_in_whatever_script_the_query_is() {
    // 北韩 is rarer here than 朝鲜, so it counts less than it might: if 朝鮮 is known to be as frequent.
    let world = World::with_articles(&[
        article("own", "朝鲜的春天", ""),
        article("other", "朝鮮的秋天", ""),
        article("third", "朝鲜的冬天", ""),
        article("wording", "北韩的夏天", ""),
        article("none", "下雨", ""),
    ]);
    let related = |query: &str| {
        let (hits, summary) = world.json(&[query]);
        assert_eq!(summary["exact"], 3, "{query}");
        hit(&hits, "wording")["score"].as_f64().unwrap()
    };
    let [simplified, traditional] = ["朝鲜", "朝鮮"].map(related);
    assert!((simplified - traditional).abs() < 1e-6, "{simplified} {traditional}");
}

#[test]
fn a_search_page_and_television_news_teach_micro_short_drama() {
    let corpora = (shared("corpus/xwlb.jsonl.zst"), shared("corpus/search-page.txt"));
    let (Some(xwlb), Some(page)) = corpora else { return };
    let world = World::new();
    let (xwlb, page) = (xwlb.to_str().unwrap(), page.to_str().unwrap());
    let built = world.run(&["index", "-i", "idx", xwlb, page]);
    assert_eq!(built.status, 0, "{built}");
    let (hits, summary) = world.json(&["微短剧", "-n", "60"]);
    let title = |hit: &Value| hit["title"]["text"].as_str().unwrap().to_owned();
    let is_page = |hit: &&Value| hit["tier"] == "exact" && title(hit).contains("微短剧");
    assert_eq!(summary["exact"], 12);
    assert_eq!(hits.iter().filter(is_page).count(), 5);
    let related: Vec<&Value> =
        hits.iter().filter(|hit| hit["tier"] == "related").take(20).collect();
    for part in ["2025年河南经济记忆", "从“微”处发力", "在“量”的基座上"] {
        let found = related.iter().find(|hit| title(hit).contains(part));
        let found = found.unwrap_or_else(|| panic!("{part} is not among the first related"));
        assert!(!found["via"].is_null(), "{found}");
    }
    let (hits, _) = world.json(&["micro-short drama", "-n", "60"]);
    let chinese = hits.iter().find(|hit| title(hit) == "郑州微短剧出海计划发布").unwrap();
    assert_eq!((&chinese["tier"], &chinese["via"]), (&json!("related"), &json!(["微短剧"])));
    assert!(chinese["rank"].as_u64().unwrap() <= 27);
}
