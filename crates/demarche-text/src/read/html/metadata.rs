use crate::StatedDay;
use crate::published::day_of;
use dom_query::Document as Page;
use serde_json::Value;

/// What a page says about itself.
#[derive(Default)]
pub(super) struct Metadata {
    pub title: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub published: Option<StatedDay>,
}

/// Reads JSON-LD, OpenGraph and other meta tags, and elements made for it, the
/// most explicit first.
pub(super) fn metadata(page: &Page) -> Metadata {
    let mut found = Metadata::default();
    for script in page.select("script[type='application/ld+json']").nodes() {
        if let Ok(value) = serde_json::from_str::<Value>(script.text().trim()) {
            json_ld(&value, &mut found, 0);
        }
    }
    for meta in page.select("meta").nodes() {
        let Some(content) = meta.attr("content") else {
            continue;
        };
        let Some(key) = ["property", "name", "itemprop"]
            .iter()
            .find_map(|a| meta.attr(a))
        else {
            continue;
        };
        let key = key.to_ascii_lowercase();
        match key.as_str() {
            "og:title" | "twitter:title" | "dc.title" | "headline" => {
                set(&mut found.title, &content);
            }
            "og:site_name"
            | "application-name"
            | "dc.publisher"
            | "publisher"
            | "article:publisher"
            | "citation_journal_title"
                if !content.starts_with("http") =>
            {
                set(&mut found.publisher, &content);
            }
            "og:url" => set(&mut found.url, &content),
            "article:published_time"
            | "og:article:published_time"
            | "datepublished"
            | "date"
            | "pubdate"
            | "publishdate"
            | "publish-date"
            | "publication_date"
            | "dc.date"
            | "dc.date.issued"
            | "dcterms.created"
            | "dcterms.date"
            | "citation_publication_date"
            | "parsely-pub-date"
            | "sailthru.date"
            | "article.published"
            | "cxenseparse:recs:publishtime" => {
                set_day(&mut found.published, &content, || format!("meta {key}"));
            }
            _ => {}
        }
    }
    if let Some(link) = page.select("link[rel=canonical]").nodes().first()
        && let Some(address) = link
            .attr("href")
            .filter(|address| address.starts_with("http"))
    {
        set(&mut found.url, &address);
    }
    for selector in [
        "time[itemprop=datePublished]",
        "time[pubdate]",
        "article time",
        "time",
    ] {
        for time in page.select(selector).nodes().iter().take(1) {
            let stated = time.attr("datetime").unwrap_or_else(|| time.text());
            set_day(&mut found.published, &stated, || "time element".to_owned());
        }
    }
    if let Some(title) = page.select("title").nodes().first() {
        set(&mut found.title, &title.text());
    }
    if let [heading] = page.select("h1").nodes() {
        set(&mut found.title, &heading.text());
    }
    found
}

/// Objects inside objects deeper than this are not articles.
const MAX_DEPTH: usize = 6;

fn json_ld(value: &Value, found: &mut Metadata, depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    match value {
        Value::Array(values) => values
            .iter()
            .for_each(|value| json_ld(value, found, depth + 1)),
        Value::Object(object) => {
            if let Some(graph) = object.get("@graph") {
                json_ld(graph, found, depth + 1);
            }
            if !object.get("@type").is_some_and(is_article) {
                return;
            }
            let text = |key: &str| object.get(key).and_then(Value::as_str);
            if let Some(title) = text("headline").or_else(|| text("name")) {
                set(&mut found.title, title);
            }
            let publisher = object
                .get("publisher")
                .or_else(|| object.get("sourceOrganization"));
            if let Some(name) = publisher.and_then(name_of) {
                set(&mut found.publisher, name);
            }
            let page = object.get("mainEntityOfPage");
            let page = page.and_then(|page| page.as_str().or_else(|| page.get("@id")?.as_str()));
            if let Some(address) = text("url").or(page).filter(|a| a.starts_with("http")) {
                set(&mut found.url, address);
            }
            for key in ["datePublished", "dateCreated"] {
                if let Some(stated) = text(key) {
                    set_day(&mut found.published, stated, || format!("JSON-LD {key}"));
                }
            }
        }
        _ => {}
    }
}

/// `NewsArticle`, `ReportageNewsArticle`, `BlogPosting` and their kin.
fn is_article(kind: &Value) -> bool {
    match kind {
        Value::String(kind) => ["Article", "BlogPosting", "Report"]
            .iter()
            .any(|k| kind.ends_with(k)),
        Value::Array(kinds) => kinds
            .iter()
            .any(|kind| kind.is_string() && is_article(kind)),
        _ => false,
    }
}

fn name_of(value: &Value) -> Option<&str> {
    match value {
        Value::String(name) => Some(name),
        Value::Array(values) => values.first().filter(|v| !v.is_array()).and_then(name_of),
        Value::Object(object) => object.get("name")?.as_str(),
        _ => None,
    }
}

/// Keeps the first value that isn't empty.
fn set(field: &mut Option<String>, value: &str) {
    if field.is_none() {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            *field = Some(value);
        }
    }
}

fn set_day(field: &mut Option<StatedDay>, value: &str, reason: impl Fn() -> String) {
    if field.is_none() {
        *field = day_of(value).map(|day| StatedDay {
            day,
            reason: reason(),
        });
    }
}
