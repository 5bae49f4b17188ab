use super::measures;
use super::record::StoreOption;
use crate::knowledge::KnowledgeOptions;
use crate::merging::merge;
use crate::output::tell;
use crate::progress::Progress;
use crate::runs;
use crate::status::{Status, help};
use anyhow::{Context, Result};
use demarche_coder::{code, parse};
use demarche_event::{DocumentMeta, PublishedBasis};
use demarche_lang::Model;
use demarche_store::store::{Store, Versions};
use demarche_text::{Article, Document, Published, clean};

/// Code the stored documents anew whose records come from other knowledge
///
/// The texts are those in the store; their sources aren't needed. Killed
/// anywhere, it goes on where it was.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Recode {
    #[command(flatten)]
    store: StoreOption,

    #[command(flatten)]
    knowledge: KnowledgeOptions,
}

const HELP: &str = help!(
    "Example:
  demarche recode --store record.db --knowledge our-actors"
);

/// Documents in a transaction.
const BATCH: usize = 32;

impl Recode {
    pub(crate) fn run(self) -> Result<Status> {
        let mut store = Store::open(&self.store.path)?;
        let model = Model::from_bytes(demarche_models::EN_CORE_WEB_SM)
            .context("could not load the language model")?;
        let lexicon = self.knowledge.load()?;
        let versions = Versions {
            coder: env!("CARGO_PKG_VERSION").to_owned(),
            knowledge: lexicon.version().to_owned(),
        };
        let run = runs::begin(&mut store, Some(&versions.knowledge))?;
        let mut session = model.session();
        let progress = Progress::start();
        let (mut documents, mut events) = (0u64, 0u64);
        let mut left = store.documents_to_recode(&versions)?;
        loop {
            let batch = store.batch()?;
            let mut n = 0;
            for stored in left.by_ref().take(BATCH) {
                let stored = stored?;
                let Some(text) = stored.text else { continue };
                let document = document(&stored.meta, text);
                let coded = code(&lexicon, &document, |paragraphs| {
                    parse(&lexicon, &mut session, paragraphs)
                });
                batch.add(
                    &stored.meta,
                    Some(&document.text),
                    &coded.records,
                    &versions,
                )?;
                events += coded.records.len() as u64;
                n += 1;
            }
            batch.commit()?;
            documents += n;
            progress.show(documents, events);
            if n == 0 {
                break;
            }
        }
        merge(&mut store, |_| ())?;
        let words = measures::words(&lexicon);
        runs::end(&mut store, run, &words, lexicon.version(), documents)?;
        tell(format_args!(
            "{}: {documents} documents coded anew",
            self.store.path.display()
        ));
        Ok(Status::Done)
    }
}

/// A stored document as the reader gave it: its zones are found again, its day
/// and its identity are those in the store.
pub(super) fn document(meta: &DocumentMeta, text: String) -> Document {
    let mut article = Article::new(text);
    article.path = meta.path.clone();
    article.title = meta.title.clone();
    article.publisher = meta.publisher.clone();
    article.url = meta.url.clone();
    let days = meta.published.days.map(|days| (days.since, days.until));
    let given = days
        .filter(|_| meta.published.basis == PublishedBasis::Given)
        .map(|(since, _)| since);
    let document = clean(article, given);
    Document {
        id: meta.id.clone(),
        title: meta.title.clone(),
        published: Published {
            days,
            basis: match meta.published.basis {
                PublishedBasis::Given => demarche_text::PublishedBasis::Given,
                PublishedBasis::Stated => demarche_text::PublishedBasis::Stated,
                PublishedBasis::Inferred => demarche_text::PublishedBasis::Inferred,
                PublishedBasis::Unknown => demarche_text::PublishedBasis::Unknown,
            },
            reason: meta.published.reason.clone(),
        },
        ..document
    }
}
