//! What the knowledge lacks: frequent names that nothing knows, and verbs that
//! join actors though no rule reads them.

use crate::actor::{ActorKind, ActorPhrase, ActorReader};
use crate::classify;
use crate::discourse::Discourse;
use crate::frame::FrameReader;
use crate::lexicon::{Lexicon, NameRef, Slot};
use crate::matcher::{Heard, Matcher, TriggerKind, can_act};
use crate::mention::Mentions;
use crate::tree::Tree;
use demarche_event::EventType;
use demarche_lang::{Dep, EntityKind, Parsed, Pos};
use demarche_text::Document;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What sort of thing the knowledge lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GapKind {
    /// A name that no entry has.
    Name,
    /// A verb, with its particle, that no rule reads.
    Verb,
}

impl GapKind {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            GapKind::Name => "name",
            GapKind::Verb => "verb",
        }
    }
}

/// A sentence that shows a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapSentence {
    /// The document: its title, else its path, else its id.
    pub document: String,
    /// The sentence on one line.
    pub text: String,
}

/// Something that the knowledge lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// A name or a verb.
    pub kind: GapKind,
    /// The name, or the verb's lemma with its particle.
    pub words: String,
    /// For a name, what the language model takes it for: `person`,
    /// `organisation`, `place`, `group`, `name`. For a verb, whom it joins:
    /// `two actors`, or `actor and name`.
    pub what: String,
    /// How often it stands in the documents.
    pub count: usize,
    /// In how many documents.
    pub documents: usize,
    /// The first sentences that show it, one a document as far as that goes.
    pub sentences: Vec<GapSentence>,
    /// An entry to start from, in TOML; `?` stands for what nobody can guess.
    pub snippet: String,
}

/// Counts gaps over documents.
#[derive(Debug)]
pub struct Gaps {
    n_sentences: usize,
    n_documents: usize,
    names: BTreeMap<String, NameTally>,
    verbs: BTreeMap<String, VerbTally>,
}

/// How often something was seen, and where.
#[derive(Debug, Default, Clone)]
struct Seen {
    count: usize,
    documents: BTreeSet<usize>,
    /// Number of the document, its name, the sentence.
    sentences: Vec<(usize, GapSentence)>,
}

#[derive(Debug, Default, Clone)]
struct NameTally {
    seen: Seen,
    kinds: BTreeMap<&'static str, usize>,
    countries: BTreeMap<String, usize>,
    offices: BTreeMap<String, usize>,
    sectors: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Default, Clone)]
struct VerbTally {
    seen: Seen,
    joins_two: usize,
    objects: BTreeMap<String, usize>,
    targets: BTreeMap<String, usize>,
    /// Shares of the event types, summed, by the classifier.
    shares: Vec<f64>,
    /// Rules that know the verb, but not in these words.
    rules: BTreeSet<String>,
}

impl Gaps {
    /// Counts nothing yet; keeps up to `n_sentences` sentences for each gap.
    pub fn new(n_sentences: usize) -> Gaps {
        Gaps {
            n_sentences,
            n_documents: 0,
            names: BTreeMap::new(),
            verbs: BTreeMap::new(),
        }
    }

    /// Reads a document. `parse` is as for [`code`](crate::code).
    pub fn read(
        &mut self,
        lexicon: &Lexicon,
        document: &Document,
        parse: impl FnOnce(&[&str]) -> Vec<Parsed>,
    ) {
        let ranges: Vec<Range<usize>> = document.coded_paragraphs().collect();
        let paragraphs: Vec<&str> = ranges.iter().map(|r| document.text_of(r.clone())).collect();
        let parses = parse(&paragraphs);
        let name = [&document.title, &document.path]
            .into_iter()
            .flatten()
            .find(|name| !name.is_empty());
        let mut reading = Reading {
            lexicon,
            document: name.unwrap_or(&document.id).clone(),
            number: self.n_documents,
            n_sentences: self.n_sentences,
            names: BTreeMap::new(),
            verbs: &mut self.verbs,
        };
        self.n_documents += 1;
        for (range, parsed) in ranges.iter().zip(&parses) {
            reading.paragraph(range.start, parsed);
        }
        for (name, tally) in in_full(reading.names) {
            let all = self.names.entry(name).or_default();
            all.seen.count += tally.seen.count;
            all.seen.documents.extend(&tally.seen.documents);
            all.seen.sentences.extend(tally.seen.sentences);
            add(&mut all.kinds, tally.kinds);
            add(&mut all.countries, tally.countries);
            add(&mut all.offices, tally.offices);
            add(&mut all.sectors, tally.sectors);
        }
    }

    /// The gaps that were seen at least so often, the most frequent first,
    /// names before verbs.
    pub fn list(&self, at_least: usize) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        for (name, tally) in &self.names {
            let what = most(&tally.kinds).map_or("name", |kind| *kind);
            gaps.push(self.gap(
                GapKind::Name,
                name,
                what,
                &tally.seen,
                name_snippet(name, what, tally),
            ));
        }
        for (verb, tally) in &self.verbs {
            let what = if tally.joins_two * 2 >= tally.seen.count {
                "two actors"
            } else {
                "actor and name"
            };
            let snippet = verb_snippet(verb, tally);
            gaps.push(self.gap(GapKind::Verb, verb, what, &tally.seen, snippet));
        }
        gaps.retain(|gap| gap.count >= at_least);
        gaps.sort_by(|a, b| {
            (a.kind, b.count, b.documents, &a.words).cmp(&(b.kind, a.count, a.documents, &b.words))
        });
        gaps
    }

    fn gap(&self, kind: GapKind, words: &str, what: &str, seen: &Seen, snippet: String) -> Gap {
        let mut sentences: Vec<&(usize, GapSentence)> = Vec::new();
        for sentence in &seen.sentences {
            if !sentences
                .iter()
                .any(|(document, _)| *document == sentence.0)
            {
                sentences.push(sentence);
            }
        }
        for sentence in &seen.sentences {
            if !sentences.iter().any(|(_, s)| s.text == sentence.1.text) {
                sentences.push(sentence);
            }
        }
        sentences.truncate(self.n_sentences);
        Gap {
            kind,
            words: words.to_owned(),
            what: what.to_owned(),
            count: seen.count,
            documents: seen.documents.len(),
            sentences: sentences.into_iter().map(|(_, s)| s.clone()).collect(),
            snippet,
        }
    }
}

/// The reading of one document.
struct Reading<'r> {
    lexicon: &'r Lexicon,
    document: String,
    number: usize,
    n_sentences: usize,
    names: BTreeMap<String, NameTally>,
    verbs: &'r mut BTreeMap<String, VerbTally>,
}

impl Reading<'_> {
    fn paragraph(&mut self, offset: usize, parsed: &Parsed) {
        let tree = Tree::new(parsed, self.lexicon);
        let mentions = Mentions::find(self.lexicon, &tree);
        let actors = ActorReader::alone(self.lexicon, &tree, &mentions, offset);
        let frames = FrameReader {
            lexicon: self.lexicon,
            tree: &tree,
        };
        let matcher = Matcher {
            lexicon: self.lexicon,
            tree: &tree,
            actors: &actors,
            frames: &frames,
            heard: &Heard::default(),
        };
        for sentence in parsed.sentences() {
            let text = sentence
                .text()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let unknown = self.unknown_names(&matcher, sentence.tokens(), &text);
            self.verbs(&matcher, sentence.tokens(), &unknown, &text);
        }
    }

    fn seen(&self, seen: &mut Seen, text: &str) {
        seen.count += 1;
        seen.documents.insert(self.number);
        let here = seen.sentences.iter().filter(|(n, _)| *n == self.number);
        if here.count() < self.n_sentences && seen.sentences.len() < 4 * self.n_sentences {
            let sentence = GapSentence {
                document: self.document.clone(),
                text: text.to_owned(),
            };
            seen.sentences.push((self.number, sentence));
        }
    }

    /// Counts the names of a sentence that nothing knows, and gives their tokens.
    fn unknown_names(
        &mut self,
        matcher: &Matcher<'_, '_>,
        sentence: Range<usize>,
        text: &str,
    ) -> Vec<Range<usize>> {
        let tree = matcher.tree;
        let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
        for entity in tree.parsed.entities() {
            let tokens = entity.first as usize..entity.end as usize;
            let what = match entity.kind {
                EntityKind::Person => "person",
                EntityKind::Org => "organisation",
                EntityKind::Gpe => "place",
                EntityKind::Norp => "group",
                _ => continue,
            };
            if sentence.contains(&tokens.start) {
                found.push((tokens, what));
            }
        }
        // Names in an actor's place that the model takes for nothing.
        for t in sentence.clone() {
            let in_place = matches!(tree.dep(t), Dep::Nsubj | Dep::Nsubjpass | Dep::Dobj);
            let free = tree.token(t).entity().is_none() && tree.pos(t) == Pos::Propn;
            if in_place && free {
                found.push((tree.base_phrase(t), "name"));
            }
        }
        let mut unknown = Vec::new();
        for (tokens, what) in found {
            if let Some(tokens) = self.unknown_name(matcher, tokens, what, text) {
                unknown.push(tokens);
            }
        }
        unknown
    }

    fn unknown_name(
        &mut self,
        matcher: &Matcher<'_, '_>,
        tokens: Range<usize>,
        what: &'static str,
        text: &str,
    ) -> Option<Range<usize>> {
        let tree = matcher.tree;
        let is_aside = |t: usize| {
            matches!(
                tree.pos(t),
                Pos::Det | Pos::Punct | Pos::Part | Pos::Space | Pos::Adp
            ) || matcher.actors.set("courtesy-title", tree.text(t))
        };
        let mut tokens = tokens;
        while tokens.start < tokens.end && is_aside(tokens.start) {
            tokens.start += 1;
        }
        while tokens.start < tokens.end && is_aside(tokens.end - 1) {
            tokens.end -= 1;
        }
        let head = tokens
            .clone()
            .rfind(|t| tree.head(*t).is_none_or(|h| !tokens.contains(&h)))?;
        let names = tokens
            .clone()
            .filter(|t| tree.pos(*t) == Pos::Propn)
            .count();
        let words = tree.parsed.words(tokens.clone());
        let is_name = words.chars().next().is_some_and(char::is_uppercase)
            && words.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && !words.contains(['\n', '"', '“', '”', '(', '@'])
            && names > 0;
        if !is_name || matcher.triggers(head).is_some() {
            return None;
        }
        // "the Commerce Secretary": part of a title.
        let modifies = matches!(tree.dep(head), Dep::Compound | Dep::Nmod | Dep::Amod);
        if (what != "person" && modifies) || self.is_known(words) {
            return None;
        }
        let touching: Vec<_> = matcher.actors.mentions.within(tokens.clone()).collect();
        let owner = touching
            .iter()
            .find_map(|m| self.lexicon.country_of_name(m.refs));
        let rest = tokens
            .clone()
            .filter(|t| tree.pos(*t) == Pos::Propn)
            .filter(|t| !touching.iter().any(|m| m.tokens.contains(t)))
            .count();
        if rest == 0 || (!touching.is_empty() && what != "organisation") {
            return None;
        }
        let phrase = matcher
            .actors
            .phrase(head, &Discourse::default())
            .into_iter()
            .next();
        // "the Ruritanian foreign ministry": a kind of actor that is known.
        if let Some(phrase) = &phrase {
            let known = phrase.name.as_ref().is_some_and(|name| name != words);
            if (known || matches!(phrase.kind, ActorKind::Agent(_))) && what != "person" {
                return None;
            }
        }
        let mut tally = self.names.remove(words).unwrap_or_default();
        self.seen(&mut tally.seen, text);
        *tally.kinds.entry(what).or_default() += 1;
        let country = phrase.as_ref().and_then(|p| p.country).or(owner);
        if let Some(code) = country {
            let code = self.lexicon.code(code).to_owned();
            *tally.countries.entry(code).or_default() += 1;
        }
        if let Some(office) = phrase.as_ref().and_then(|p| p.office.clone()) {
            *tally.offices.entry(office).or_default() += 1;
        }
        if let Some(sector) = phrase.as_ref().and_then(|p| p.sector) {
            *tally.sectors.entry(sector.as_str()).or_default() += 1;
        }
        self.names.insert(words.to_owned(), tally);
        Some(tokens)
    }

    /// Whether an entry has the name, though these words may mean another.
    fn is_known(&self, words: &str) -> bool {
        let lexicon = self.lexicon;
        lexicon.names.whole(words).is_some_and(|name| {
            let refs = lexicon.names.refs(name);
            refs.iter().any(|r| !matches!(r, NameRef::Family(_)))
        })
    }

    /// Counts the verbs of a sentence that join actors though no rule reads them.
    fn verbs(
        &mut self,
        matcher: &Matcher<'_, '_>,
        sentence: Range<usize>,
        unknown: &[Range<usize>],
        text: &str,
    ) {
        let tree = matcher.tree;
        let nobody = Discourse::default();
        let read: Vec<usize> = sentence
            .clone()
            .filter_map(|t| matcher.at(t, &nobody))
            .flat_map(|draft| [Some(draft.trigger), draft.carrier])
            .flatten()
            .collect();
        for verb in sentence
            .clone()
            .filter(|t| matcher.is_clear_act(*t) && !matcher.carries(*t))
        {
            let is_read = read
                .iter()
                .any(|t| *t == verb || tree.verb_above(*t) == Some(verb));
            if is_read {
                continue;
            }
            let known = |slot: &Slot, source: &[ActorPhrase]| -> Vec<ActorPhrase> {
                let found = matcher.slot(slot, verb, TriggerKind::Verb, None, source, &nobody);
                let mut found: Vec<ActorPhrase> = found;
                found.retain(|a| can_act(a) && (a.country.is_some() || a.name.is_some()));
                found
            };
            let is_unknown = |t: Option<usize>| {
                t.is_some_and(|t| unknown.iter().any(|tokens| tokens.contains(&t)))
            };
            let source = known(&Slot::Subject, &[]);
            let unknown_source = source.is_empty() && is_unknown(tree.actor_subject(verb));
            let mut target = None;
            for (slot, name) in target_slots() {
                let mut found = known(&slot, &source);
                found.retain(|a| !source.iter().any(|s| same(s, a)));
                let place = match &slot {
                    Slot::Preposition(word) => tree.prepositional(verb, word).first().copied(),
                    Slot::Object => tree.object(verb),
                    _ => None,
                };
                if let Some(first) = found.first() {
                    target = Some((name, Some(first.head)));
                    break;
                }
                if is_unknown(place) {
                    target = Some((name, None));
                    break;
                }
            }
            let Some((place, target)) = target else {
                continue;
            };
            let joins_two = !source.is_empty() && target.is_some();
            let joins_one =
                (!source.is_empty() && target.is_none()) || (unknown_source && target.is_some());
            if !joins_two && !joins_one {
                continue;
            }
            let particle = tree.child(verb, Dep::Prt).map(|p| tree.lemma(p));
            let lemma = tree.lemma(verb).to_lowercase();
            let key = match particle {
                Some(particle) => format!("{lemma} {particle}"),
                None => lemma,
            };
            let mut tally = self.verbs.remove(&key).unwrap_or_default();
            self.seen(&mut tally.seen, text);
            tally.joins_two += usize::from(joins_two);
            *tally.targets.entry(place).or_default() += 1;
            if let Some(object) = tree.object(verb)
                && tree.pos(object) == Pos::Noun
            {
                let object = tree.lemma(matcher.content(object)).to_owned();
                *tally.objects.entry(object).or_default() += 1;
            }
            if let Some((_, triggers)) = matcher.triggers(verb) {
                let rules = &self.lexicon.rules.rules;
                let ids = triggers.iter().map(|t| rules[t.rule].id.clone());
                tally.rules.extend(ids);
            }
            if let (Some(source), Some(target)) = (source.first(), target) {
                self.weigh(&mut tally, matcher, sentence.clone(), source.head, target);
            }
            self.verbs.insert(key, tally);
        }
    }

    /// What the classifier makes of it.
    fn weigh(
        &self,
        tally: &mut VerbTally,
        matcher: &Matcher<'_, '_>,
        sentence: Range<usize>,
        source: usize,
        target: usize,
    ) {
        let Some(classifier) = &self.lexicon.classifier else {
            return;
        };
        let (one, other) = (source..source + 1, target..target + 1);
        let (scores, _) =
            crate::relate::scores_within(matcher, sentence.clone(), Some(&one), Some(&other));
        let features =
            classify::features(matcher.tree, sentence, Some(&one), Some(&other), &scores);
        let shares = classifier.shares(&features);
        tally.shares.resize(shares.len(), 0.0);
        for (sum, share) in tally.shares.iter_mut().zip(shares) {
            *sum += share;
        }
    }
}

/// Where the other side of an unread verb is looked for, and how a rule calls it.
fn target_slots() -> Vec<(Slot, String)> {
    let named = |slot: Slot, name: &str| (slot, name.to_owned());
    let mut slots = vec![
        named(Slot::Object, "object"),
        named(Slot::Dative, "dative"),
        named(Slot::ObjectOwner, "object-owner"),
    ];
    for word in ["with", "to", "against", "on", "from", "for", "at", "into"] {
        slots.push(named(Slot::Preposition(word.to_owned()), word));
    }
    slots
}

fn same(one: &ActorPhrase, other: &ActorPhrase) -> bool {
    one.bytes == other.bytes
        || (one.name.is_some() && one.name == other.name)
        || (one.country.is_some() && one.country == other.country)
}

fn add<K: Ord>(all: &mut BTreeMap<K, usize>, more: BTreeMap<K, usize>) {
    for (key, count) in more {
        *all.entry(key).or_default() += count;
    }
}

/// The key that was counted most often; of several the first.
fn most<K: Ord>(counts: &BTreeMap<K, usize>) -> Option<&K> {
    let mut best: Option<(&K, usize)> = None;
    for (key, count) in counts {
        if best.is_none_or(|(_, most)| *count > most) {
            best = Some((key, *count));
        }
    }
    best.map(|(key, _)| key)
}

/// Counts a family name alone for the full name that the document has.
fn in_full(names: BTreeMap<String, NameTally>) -> BTreeMap<String, NameTally> {
    let full = |short: &str| -> Option<String> {
        let mut longer = names.iter().filter(|(name, tally)| {
            tally.kinds.contains_key("person")
                && name
                    .strip_suffix(short)
                    .is_some_and(|rest| rest.ends_with(' '))
        });
        let first = longer.next()?;
        longer.next().is_none().then(|| first.0.clone())
    };
    let mut merged: BTreeMap<String, NameTally> = BTreeMap::new();
    for (name, tally) in &names {
        let key = Some(name)
            .filter(|name| !name.contains(' '))
            .and_then(|name| full(name))
            .unwrap_or_else(|| name.clone());
        let into = merged.entry(key).or_default();
        into.seen.count += tally.seen.count;
        into.seen.documents.extend(&tally.seen.documents);
        into.seen
            .sentences
            .extend(tally.seen.sentences.iter().cloned());
        add(&mut into.kinds, tally.kinds.clone());
        add(&mut into.countries, tally.countries.clone());
        add(&mut into.offices, tally.offices.clone());
        add(&mut into.sectors, tally.sectors.clone());
    }
    merged
}

/// A text in quotes, as TOML has it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn name_snippet(name: &str, what: &str, tally: &NameTally) -> String {
    let country = most(&tally.countries).map_or("?", String::as_str);
    let sector = most(&tally.sectors).map_or("?", |sector| *sector);
    let name_quoted = quoted(name);
    match what {
        "person" => {
            let family = name.rsplit(' ').next().filter(|_| name.contains(' '));
            let family = family.map_or(String::new(), |f| format!("family = {}\n", quoted(f)));
            let office = most(&tally.offices).map_or("?", String::as_str);
            format!(
                "[[person]]\nname = {name_quoted}\n{family}country = \"{country}\"\ncited = \"?\"\noffices = [\n  {{ office = \"{office}\", title = \"?\", since = \"?\" }},\n]\n"
            )
        }
        "place" => format!("[[place]]\nname = {name_quoted}\ncountry = \"{country}\"\n"),
        "group" => format!("[[alias]]\nof = \"?\"\nnames = [{name_quoted}]\n"),
        _ => format!(
            "[[organisation]]\nname = {name_quoted}\ncountry = \"{country}\"\nsector = \"{sector}\"\n"
        ),
    }
}

fn verb_snippet(verb: &str, tally: &VerbTally) -> String {
    let object = most(&tally.objects)
        .filter(|object| tally.objects[*object] * 2 >= tally.seen.count && !object.is_empty());
    let id = match object {
        Some(object) => format!("{verb} {object}"),
        None => verb.to_owned(),
    };
    let id: String = id
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    let likeliest = tally
        .shares
        .iter()
        .take(EventType::ALL.len())
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(b.1))
        .map(|(class, _)| EventType::ALL[class].as_str());
    let event_type = likeliest.map_or("type = \"?\"\n".to_owned(), |likeliest| {
        format!("type = \"{likeliest}\"  # a guess\n")
    });
    let object = object.map_or(String::new(), |o| format!("object = [{}]\n", quoted(o)));
    let target = most(&tally.targets).map_or("object", String::as_str);
    let known = if tally.rules.is_empty() {
        String::new()
    } else {
        let ids: Vec<&str> = tally.rules.iter().map(String::as_str).collect();
        format!(
            "# known to {}, which ask for other words beside it\n",
            ids.join(", ")
        )
    };
    format!(
        "{known}[[rule]]\nid = \"{id}\"\n{event_type}verb = [{}]\n{object}source = [\"subject\"]\ntarget = [\"{target}\"]\nconfidence = 0.6\n",
        quoted(verb)
    )
}
