use crate::inputs::tell_if_typed;
use crate::knowledge::KnowledgeOptions;
use crate::output::{Output, STANDARD_OUTPUT, tell};
use crate::status::{Status, help};
use anyhow::{Context, Result, bail};
use demarche_coder::{Lexicon, Relation, relate};
use demarche_lang::{Model, Session};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::io::{self, BufRead, Write};
use std::ops::Range;

/// Say what passes between two marked actors of a sentence
///
/// Reads JSON Lines from standard input, each a sentence with its two actors,
/// and answers each on a line, in order: type, mode, status, and the share of
/// every type. It always names the likeliest type. One actor may be null.
/// Offsets count code points, the end excluded.
#[derive(clap::Args)]
#[command(after_long_help = HELP)]
pub(crate) struct Relate {
    #[command(flatten)]
    knowledge: KnowledgeOptions,
}

const HELP: &str = help!(
    r#"Example:
  echo '{"id":1,"text":"Poland praised Latvia.","source":{"start_char":0,"end_char":6},
         "target":{"start_char":15,"end_char":21}}' | tr -d '\n' | demarche relate"#
);

/// A line of the input.
#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default)]
    source: Option<Mark>,
    #[serde(default)]
    target: Option<Mark>,
}

/// Where an actor stands.
#[derive(Deserialize)]
struct Mark {
    start_char: usize,
    end_char: usize,
}

/// A line of the output.
#[derive(Serialize)]
struct Answer {
    id: Value,
    #[serde(rename = "type")]
    event_type: &'static str,
    mode: Option<&'static str>,
    status: &'static str,
    confidence: f64,
    scores: Map<String, Value>,
    explanation: Why,
}

#[derive(Serialize)]
struct Why {
    rule: String,
    steps: Vec<String>,
}

/// A question that can be answered.
struct Ready {
    id: Value,
    text: String,
    source: Option<Range<usize>>,
    target: Option<Range<usize>>,
}

/// Sentences that are parsed together.
const BATCH: usize = 128;

impl Relate {
    pub(crate) fn run(self) -> Result<Status> {
        let model = Model::from_bytes(demarche_models::EN_CORE_WEB_SM)
            .context("could not load the language model")?;
        let lexicon = self.knowledge.load()?;
        let mut session = model.session();
        tell_if_typed();
        let mut out = Output::open();
        let (mut answered, mut left_out) = (0u64, 0u64);
        let mut batch = Vec::with_capacity(BATCH);
        for (index, line) in io::stdin().lock().split(b'\n').enumerate() {
            let line = line.context("standard input")?;
            if line.trim_ascii().is_empty() {
                continue;
            }
            match ready(&line) {
                Ok(question) => batch.push(question),
                Err(error) => {
                    left_out += 1;
                    tell(format_args!("line {}: {error:#}", index + 1));
                }
            }
            if batch.len() == BATCH {
                answered += answer(&mut batch, &lexicon, &mut session, &mut out)?;
            }
        }
        answered += answer(&mut batch, &lexicon, &mut session, &mut out)?;
        out.finish()?;
        match (answered, left_out) {
            (0, _) => bail!("there was nothing to read"),
            (_, 0) => Ok(Status::Done),
            (_, n) => {
                let lines = if n == 1 { "line was" } else { "lines were" };
                tell(format_args!("{n} {lines} left out; the rest is done"));
                Ok(Status::LeftOut)
            }
        }
    }
}

fn ready(line: &[u8]) -> Result<Ready> {
    let question: Question = serde_json::from_slice(line).context(
        "write {\"id\":…,\"text\":…,\"source\":{\"start_char\":…,\"end_char\":…},\"target\":{…}}",
    )?;
    let Question {
        id,
        text,
        source,
        target,
    } = question;
    let bytes = |name: &str, mark: Option<Mark>| {
        mark.map(|mark| mark.bytes(&text).context(name.to_owned()))
            .transpose()
    };
    let source = bytes("source", source)?;
    let target = bytes("target", target)?;
    Ok(Ready {
        id,
        text,
        source,
        target,
    })
}

impl Mark {
    /// From code points to bytes.
    fn bytes(&self, text: &str) -> Result<Range<usize>> {
        let byte = |chars: usize| {
            let end = std::iter::once(text.len());
            text.char_indices()
                .map(|(byte, _)| byte)
                .chain(end)
                .nth(chars)
        };
        match (byte(self.start_char), byte(self.end_char)) {
            (Some(start), Some(end)) if start < end => Ok(start..end),
            _ => bail!(
                "{}..{} holds no character of a text of {}",
                self.start_char,
                self.end_char,
                text.chars().count()
            ),
        }
    }
}

/// Answers the questions of a batch and empties it.
fn answer(
    batch: &mut Vec<Ready>,
    lexicon: &Lexicon,
    session: &mut Session<'_>,
    out: &mut Output,
) -> Result<u64> {
    let texts: Vec<&str> = batch
        .iter()
        .map(|question| question.text.as_str())
        .collect();
    let parses = session.parse_batch(&texts);
    let count = batch.len() as u64;
    for (question, parsed) in batch.drain(..).zip(&parses) {
        let relation = relate(lexicon, parsed, question.source, question.target);
        let answer = Answer::new(question.id, relation);
        serde_json::to_writer(&mut *out, &answer)
            .map_err(io::Error::from)
            .context(STANDARD_OUTPUT)?;
        out.write_all(b"\n").context(STANDARD_OUTPUT)?;
    }
    Ok(count)
}

impl Answer {
    fn new(id: Value, relation: Relation) -> Answer {
        let scores = relation
            .scores
            .iter()
            .map(|(t, share)| (t.as_str().to_owned(), Value::from(*share)));
        Answer {
            id,
            event_type: relation.event_type.as_str(),
            mode: relation.mode,
            status: relation.status.as_str(),
            confidence: relation.confidence,
            scores: scores.collect(),
            explanation: Why {
                rule: relation.explanation.rule,
                steps: relation.explanation.steps,
            },
        }
    }
}
