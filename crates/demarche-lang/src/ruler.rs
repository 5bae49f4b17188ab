use crate::file::{File, damaged};
use crate::{Dep, ModelError, Pos, Tag};
use hashbrown::HashMap;
use std::sync::Arc;

/// Sets parts of speech, morphology and some base forms by rule, from tags,
/// relations and words.
pub(crate) struct Ruler {
    rules: Vec<Rule>,
    /// Numbers of the words that rules name, by lower case; 0 is any other.
    words: HashMap<&'static str, u16>,
    /// Morphological features by number; 0 is none.
    pub(crate) morphs: Arc<[Box<str>]>,
    /// The rules of two tokens, by their bit.
    pairs: Vec<usize>,
}

/// A rule over one token or two neighbours; it changes one of them.
struct Rule {
    tests: Vec<Test>,
    target: usize,
    effect: Effect,
}

/// What a token must be like.
struct Test {
    tags: u64,
    deps: u64,
    /// `None` is any word.
    words: Option<Vec<u16>>,
    space: Option<bool>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Effect {
    tag: Option<Tag>,
    pos: Option<Pos>,
    dep: Option<Dep>,
    morph: Option<u16>,
    lemma: Option<&'static str>,
}

/// What rules look at in one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Look {
    pub(crate) tag: Tag,
    pub(crate) dep: Dep,
    pub(crate) word: u16,
    pub(crate) space: bool,
}

/// What rules make of one token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ruled {
    pub(crate) tag: Tag,
    pub(crate) dep: Dep,
    pub(crate) pos: Pos,
    pub(crate) morph: u16,
    pub(crate) lemma: Option<&'static str>,
    /// Bits of the pairs that it may be the first or the second of.
    first: u32,
    second: u32,
}

/// Results by look, so that the rules are seldom tried.
#[derive(Debug, Default)]
pub(crate) struct RulerCache {
    known: HashMap<Look, Ruled>,
}

impl Ruler {
    pub(crate) fn load(file: &File) -> Result<Ruler, ModelError> {
        let wrong = || damaged("ruler", "has a line that can't be read");
        let mut ruler = Ruler {
            rules: Vec::new(),
            words: HashMap::new(),
            morphs: Arc::new([]),
            pairs: Vec::new(),
        };
        let mut morphs: Vec<Box<str>> = vec!["".into()];
        for line in file.strings("ruler")?.iter().flat_map(str::lines) {
            let (kind, rest) = line.split_once('\t').unwrap_or((line, ""));
            if kind == "pattern" {
                let (_, target) = rest.split_once('\t').ok_or_else(wrong)?;
                let target = target.parse().map_err(|_| wrong())?;
                ruler.rules.push(Rule {
                    tests: Vec::new(),
                    target,
                    effect: Effect::default(),
                });
                continue;
            }
            let rule = ruler.rules.last_mut().ok_or_else(wrong)?;
            match kind {
                "token" => rule.tests.push(Test {
                    tags: !0,
                    deps: !0,
                    words: None,
                    space: None,
                }),
                "set" => {
                    let (what, value) = rest.split_once('\t').ok_or_else(wrong)?;
                    let effect = &mut rule.effect;
                    match what {
                        "tag" => effect.tag = Some(value.parse().map_err(|_| wrong())?),
                        "pos" => effect.pos = Some(value.parse().map_err(|_| wrong())?),
                        "dep" => effect.dep = Some(value.parse().map_err(|_| wrong())?),
                        "lemma" => effect.lemma = Some(value),
                        "morph" => {
                            let known = morphs.iter().position(|morph| **morph == *value);
                            let number = known.unwrap_or_else(|| {
                                morphs.push(value.into());
                                morphs.len() - 1
                            });
                            effect.morph = Some(number as u16);
                        }
                        _ => return Err(wrong()),
                    }
                }
                _ => {
                    let test = rule.tests.last_mut().ok_or_else(wrong)?;
                    test.read(kind, rest, &mut ruler.words).ok_or_else(wrong)?;
                }
            }
        }
        for (at, rule) in ruler.rules.iter().enumerate() {
            match rule.tests.len() {
                1 if rule.target == 0 => {}
                2 if rule.target < 2 && ruler.pairs.len() < 32 => ruler.pairs.push(at),
                _ => return Err(damaged("ruler", "has a rule of the wrong length")),
            }
        }
        ruler.morphs = morphs.into();
        Ok(ruler)
    }

    /// The number of a word in lower case, 0 if no rule names it.
    pub(crate) fn lower(&self, word: &str) -> u16 {
        self.words.get(word).copied().unwrap_or(0)
    }

    /// Applies all rules to the tokens of a text, in the order of the rules.
    pub(crate) fn apply(&self, cache: &mut RulerCache, looks: &[Look], out: &mut Vec<Ruled>) {
        let at = out.len();
        out.extend(looks.iter().map(|look| {
            *cache
                .known
                .entry(*look)
                .or_insert_with(|| self.alone(*look))
        }));
        let ruled = &mut out[at..];
        for second in 1..looks.len() {
            let found = ruled[second - 1].first & ruled[second].second;
            if found != 0 {
                for token in [second - 1, second] {
                    let pairs = if token > 0 {
                        ruled[token - 1].first & ruled[token].second
                    } else {
                        0
                    };
                    let next = ruled
                        .get(token + 1)
                        .map_or(0, |next| ruled[token].first & next.second);
                    self.together(looks[token], &mut ruled[token], pairs, next);
                }
            }
        }
    }

    fn alone(&self, look: Look) -> Ruled {
        let mut ruled = Ruled {
            tag: look.tag,
            dep: look.dep,
            pos: Pos::X,
            morph: 0,
            lemma: None,
            first: 0,
            second: 0,
        };
        self.together(look, &mut ruled, 0, 0);
        for (bit, pair) in self.pairs.iter().enumerate() {
            let tests = &self.rules[*pair].tests;
            ruled.first |= u32::from(tests[0].holds(look)) << bit;
            ruled.second |= u32::from(tests[1].holds(look)) << bit;
        }
        ruled
    }

    /// All rules that hold for a token: those of one token, and the pairs that were
    /// found with the token before and the token after.
    fn together(&self, look: Look, ruled: &mut Ruled, before: u32, after: u32) {
        for (at, rule) in self.rules.iter().enumerate() {
            let holds = match self.pairs.iter().position(|pair| *pair == at) {
                None => rule.tests[0].holds(look),
                Some(bit) => (if rule.target == 0 { after } else { before }) >> bit & 1 == 1,
            };
            if holds {
                let effect = rule.effect;
                ruled.tag = effect.tag.unwrap_or(ruled.tag);
                ruled.pos = effect.pos.unwrap_or(ruled.pos);
                ruled.dep = effect.dep.unwrap_or(ruled.dep);
                ruled.morph = effect.morph.unwrap_or(ruled.morph);
                ruled.lemma = effect.lemma.or(ruled.lemma);
            }
        }
    }
}

impl Test {
    /// Adds a condition such as `tag`, `in`, `NN`.
    fn read(
        &mut self,
        kind: &str,
        rest: &'static str,
        words: &mut HashMap<&'static str, u16>,
    ) -> Option<()> {
        if kind == "space" {
            self.space = Some(rest == "1");
            return Some(());
        }
        let mut values = rest.split('\t');
        let negative = values.next()? == "not";
        // Labels that this model doesn't give can't be met.
        fn bits<T: std::str::FromStr>(
            values: std::str::Split<'static, char>,
            number: fn(T) -> u8,
        ) -> u64 {
            values
                .filter_map(|value| value.parse().ok())
                .fold(0, |bits, label: T| bits | 1 << number(label))
        }
        let sign = |bits: u64| if negative { !bits } else { bits };
        match kind {
            "tag" => self.tags = sign(bits::<Tag>(values, |tag| tag as u8)),
            "dep" => self.deps = sign(bits::<Dep>(values, |dep| dep as u8)),
            "lower" if !negative => {
                let next = |words: &HashMap<_, _>| words.len() as u16 + 1;
                self.words = Some(
                    values
                        .map(|word| {
                            let number = next(words);
                            *words.entry(word).or_insert(number)
                        })
                        .collect(),
                );
            }
            _ => return None,
        }
        Some(())
    }

    fn holds(&self, look: Look) -> bool {
        self.tags >> (look.tag as u8) & 1 == 1
            && self.deps >> (look.dep as u8) & 1 == 1
            && self
                .words
                .as_ref()
                .is_none_or(|words| words.contains(&look.word))
            && self.space.is_none_or(|space| space == look.space)
    }
}
