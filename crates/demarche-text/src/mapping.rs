use std::str::FromStr;

/// What a column of a table or a key of an object can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The text itself.
    Text,
    /// Headline.
    Title,
    /// Who printed it.
    Publisher,
    /// Address.
    Url,
    /// Publication day.
    Published,
}

impl Field {
    /// All of them.
    pub const ALL: [Field; 5] = [
        Field::Text,
        Field::Title,
        Field::Publisher,
        Field::Url,
        Field::Published,
    ];

    /// The word in a mapping.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::Title => "title",
            Field::Publisher => "publisher",
            Field::Url => "url",
            Field::Published => "published",
        }
    }

    /// Names that are tried in this order, whatever their case, when the
    /// mapping names none.
    pub fn usual_names(self) -> &'static [&'static str] {
        match self {
            Field::Text => &[
                "text",
                "body",
                "content",
                "full_text",
                "fulltext",
                "article_text",
                "maintext",
                "main_text",
                "article",
                "story",
                "content_text",
                "content_html",
                "sentence",
            ],
            Field::Title => &["title", "headline", "head", "heading"],
            Field::Publisher => &[
                "publisher",
                "publication",
                "outlet",
                "source_name",
                "source",
                "site_name",
                "site",
                "news_source",
            ],
            Field::Url => &["url", "link", "uri", "permalink", "address", "source_url"],
            Field::Published => &[
                "published",
                "published_at",
                "publishedat",
                "date_published",
                "date_publish",
                "publish_date",
                "published_date",
                "publication_date",
                "pubdate",
                "pub_date",
                "date",
                "datetime",
                "timestamp",
                "day",
            ],
        }
    }
}

/// Which column or key holds what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMapping {
    named: Vec<(Field, String)>,
}

/// A mapping that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{given}` isn't a field mapping; write FIELD=NAME, where FIELD is text, title, publisher, \
     url or published"
)]
pub struct FieldMappingError {
    /// What was given.
    pub given: String,
}

impl FieldMapping {
    /// Names the column or key that holds `field`. A dot steps into an object:
    /// `article.body`.
    pub fn set(&mut self, field: Field, name: impl Into<String>) {
        self.named.retain(|(known, _)| *known != field);
        self.named.push((field, name.into()));
    }

    /// Adds what `given`, such as `text=body`, says.
    ///
    /// # Errors
    ///
    /// [`FieldMappingError`] unless it is a field, an equals sign and a name.
    pub fn add(&mut self, given: &str) -> Result<(), FieldMappingError> {
        let error = || FieldMappingError {
            given: given.to_owned(),
        };
        let (field, name) = given.split_once('=').ok_or_else(error)?;
        let field = Field::ALL
            .into_iter()
            .find(|known| known.as_str() == field.trim())
            .ok_or_else(error)?;
        if name.trim().is_empty() {
            return Err(error());
        }
        self.set(field, name.trim());
        Ok(())
    }

    /// The name that was set for `field`.
    pub fn named(&self, field: Field) -> Option<&str> {
        self.named
            .iter()
            .find(|(known, _)| *known == field)
            .map(|(_, name)| name.as_str())
    }

    /// The names to try for `field`, best first.
    pub(crate) fn candidates(&self, field: Field) -> Vec<&str> {
        match self.named(field) {
            Some(name) => vec![name],
            None => field.usual_names().to_vec(),
        }
    }
}

impl FromStr for FieldMapping {
    type Err = FieldMappingError;

    /// Reads mappings separated by commas: `text=body,title=headline`.
    fn from_str(given: &str) -> Result<FieldMapping, FieldMappingError> {
        let mut mapping = FieldMapping::default();
        for part in given.split(',').filter(|part| !part.trim().is_empty()) {
            mapping.add(part)?;
        }
        Ok(mapping)
    }
}
