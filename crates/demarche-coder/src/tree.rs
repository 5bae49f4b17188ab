//! A parsed paragraph as a tree that can be walked downwards, and the questions
//! of grammar that the rules ask: who is the subject, what is the object.

use crate::lexicon::{Held, Lexicon};
use crate::mend::Links;
use crate::reading::Positions;
use demarche_lang::{Dep, EntityKind, Parsed, Pos, Tag, Token};
use std::borrow::Cow;
use std::ops::Range;

/// Words above a word that are looked at: no sentence of English nests deeper in earnest.
const MAX_DEPTH: usize = 40;

pub(crate) struct Tree<'a> {
    pub parsed: &'a Parsed,
    links: Links,
    first_child: Vec<u32>,
    children: Vec<u32>,
    left: Vec<u32>,
    right: Vec<u32>,
    lexicon: &'a Lexicon,
    /// The sets that hold each token's lemma, and the word as it stands.
    held: Vec<[Held; 2]>,
    /// Where the text as read begins in that of the document, and what stands there.
    written: Option<(usize, &'a Positions<'a>)>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(parsed: &'a Parsed, lexicon: &'a Lexicon) -> Tree<'a> {
        Tree::with(parsed, lexicon, Links::of(parsed))
    }

    /// The tree with the slips of the parser mended.
    pub(crate) fn mended(parsed: &'a Parsed, lexicon: &'a Lexicon) -> Tree<'a> {
        let mut links = Links::of(parsed);
        links.mend(parsed, lexicon);
        Tree::with(parsed, lexicon, links)
    }

    fn with(parsed: &'a Parsed, lexicon: &'a Lexicon, links: Links) -> Tree<'a> {
        let n = parsed.len();
        let heads = &links.heads;
        let is_root = |t: usize| heads[t] as usize == t;
        let mut count = vec![0u32; n + 1];
        for t in (0..n).filter(|t| !is_root(*t)) {
            count[heads[t] as usize + 1] += 1;
        }
        for i in 0..n {
            count[i + 1] += count[i];
        }
        let first_child = count.clone();
        let mut children = vec![0u32; first_child[n] as usize];
        let mut next = count;
        let mut left: Vec<u32> = (0..n as u32).collect();
        let mut right = left.clone();
        for t in 0..n {
            if !is_root(t) {
                let head = heads[t] as usize;
                children[next[head] as usize] = t as u32;
                next[head] += 1;
            }
            let mut up = t;
            // A bound on the steps keeps damaged trees from looping.
            for _ in 0..200 {
                if is_root(up) {
                    break;
                }
                up = heads[up] as usize;
                left[up] = left[up].min(t as u32);
                right[up] = right[up].max(t as u32);
            }
        }
        let holdings = &lexicon.rules.holdings;
        let held = (0..n).map(|t| {
            let (lemma, text) = (parsed.token(t).lemma(), parsed.token(t).text());
            let of_lemma = holdings.of_word(&lower(lemma));
            match text == lemma {
                true => [of_lemma; 2],
                false => [of_lemma, holdings.of_word(&lower(text))],
            }
        });
        let held = held.collect();
        Tree {
            parsed,
            links,
            first_child,
            children,
            left,
            right,
            lexicon,
            held,
            written: None,
        }
    }

    /// The tree of a paragraph that begins at a byte of the text as written, some of whose
    /// words are read as others.
    pub(crate) fn written_at(mut self, start: usize, positions: &'a Positions<'a>) -> Tree<'a> {
        self.written = (positions.is_restored()).then(|| (positions.read(start), positions));
        self
    }

    /// The words as they are written, for records; [`Parsed::words`] gives them as read.
    pub(crate) fn written(&self, tokens: Range<usize>) -> &'a str {
        match self.written {
            Some((offset, positions)) => {
                let bytes = self.parsed.bytes(tokens);
                positions.words(bytes.start + offset..bytes.end + offset)
            }
            None => self.parsed.words(tokens),
        }
    }

    pub(crate) fn token(&self, t: usize) -> Token<'a> {
        self.parsed.token(t)
    }

    pub(crate) fn text(&self, t: usize) -> &'a str {
        self.token(t).text()
    }

    pub(crate) fn lemma(&self, t: usize) -> &'a str {
        self.token(t).lemma()
    }

    /// The text in lower case; a copy only where it has capitals.
    pub(crate) fn lower_text(&self, t: usize) -> Cow<'a, str> {
        lower(self.text(t))
    }

    /// The lemma in lower case; a copy only where it has capitals.
    pub(crate) fn lower_lemma(&self, t: usize) -> Cow<'a, str> {
        lower(self.lemma(t))
    }

    /// Whether a set holds a token's lemma, or the word as it stands.
    pub(crate) fn is_in_set(&self, t: usize, set: &str) -> bool {
        let [lemma, text] = self.held[t];
        if lemma == Held::NOWHERE && text == Held::NOWHERE {
            return false;
        }
        let holdings = &self.lexicon.rules.holdings;
        holdings
            .set(set)
            .is_some_and(|set| holdings.holds(set, lemma) || holdings.holds(set, text))
    }

    pub(crate) fn dep(&self, t: usize) -> Dep {
        self.links.deps[t]
    }

    pub(crate) fn pos(&self, t: usize) -> Pos {
        self.token(t).pos()
    }

    pub(crate) fn tag(&self, t: usize) -> Tag {
        self.links.tags[t]
    }

    pub(crate) fn is(&self, t: usize, word: &str) -> bool {
        self.text(t).eq_ignore_ascii_case(word)
    }

    /// The head; `None` for a root.
    pub(crate) fn head(&self, t: usize) -> Option<usize> {
        let head = self.links.heads[t] as usize;
        (head != t).then_some(head)
    }

    pub(crate) fn children(&self, t: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        let range = self.first_child[t] as usize..self.first_child[t + 1] as usize;
        self.children[range].iter().map(|c| *c as usize)
    }

    pub(crate) fn child(&self, t: usize, dep: Dep) -> Option<usize> {
        self.children(t).find(|c| self.dep(*c) == dep)
    }

    pub(crate) fn has_child(&self, t: usize, dep: Dep) -> bool {
        self.child(t, dep).is_some()
    }

    /// First token of the subtree.
    pub(crate) fn left(&self, t: usize) -> usize {
        self.left[t] as usize
    }

    /// The token after the last of the subtree.
    pub(crate) fn end(&self, t: usize) -> usize {
        self.right[t] as usize + 1
    }

    pub(crate) fn is_verb(&self, t: usize) -> bool {
        matches!(self.pos(t), Pos::Verb | Pos::Aux)
    }

    pub(crate) fn is_nominal(&self, t: usize) -> bool {
        matches!(self.pos(t), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num)
    }

    /// The words before a noun that belong to it, and the noun.
    pub(crate) fn base_phrase(&self, head: usize) -> Range<usize> {
        let mut first = head;
        for c in self.children(head) {
            let belongs = matches!(
                self.dep(c),
                Dep::Det
                    | Dep::Amod
                    | Dep::Compound
                    | Dep::Poss
                    | Dep::Nummod
                    | Dep::Nmod
                    | Dep::Quantmod
                    | Dep::Predet
                    | Dep::Case
            );
            if c < head && belongs {
                first = first.min(self.left(c));
            }
        }
        first..head + 1
    }

    /// Whether a verb stands in the passive, or is a participle that follows
    /// the noun it acts on.
    pub(crate) fn is_passive(&self, verb: usize) -> bool {
        for c in self.children(verb) {
            match self.dep(c) {
                Dep::Auxpass | Dep::Nsubjpass => return true,
                Dep::Nsubj | Dep::Aux => return false,
                _ => {}
            }
        }
        if self.tag(verb) != Tag::Vbn {
            return false;
        }
        match self.dep(verb) {
            Dep::Acl | Dep::Relcl => true,
            Dep::Advcl => !self.has_child(verb, Dep::Dobj),
            Dep::Conj => self
                .head(verb)
                .is_some_and(|h| self.is_verb(h) && self.is_passive(h)),
            _ => self.has_child(verb, Dep::Agent),
        }
    }

    fn is_relative_word(&self, t: usize) -> bool {
        matches!(self.tag(t), Tag::Wp | Tag::Wdt) || (self.tag(t) == Tag::In && self.is(t, "that"))
    }

    /// The noun that a relative clause hangs on.
    pub(crate) fn antecedent(&self, verb: usize) -> Option<usize> {
        let mut up = verb;
        for _ in 0..20 {
            match self.dep(up) {
                Dep::Relcl | Dep::Acl => return self.head(up),
                Dep::Conj | Dep::Xcomp => up = self.head(up)?,
                // "It was Graustark that withdrew"
                Dep::Ccomp | Dep::Advcl => {
                    let subject = self.child(up, Dep::Nsubj)?;
                    let copula = self.head(up).filter(|_| self.is_relative_word(subject))?;
                    let stands_for_it = |c: usize| self.dep(c) == Dep::Nsubj && self.is(c, "it");
                    let named = self.child(copula, Dep::Attr).filter(|c| *c < up);
                    return named.filter(|_| self.children(copula).any(stands_for_it));
                }
                _ => return None,
            }
        }
        None
    }

    /// The verb of which `t` is the grammatical subject, alone or joined to others.
    pub(crate) fn subject_of(&self, t: usize) -> Option<usize> {
        let mut first = t;
        for _ in 0..40 {
            if self.dep(first) != Dep::Conj {
                break;
            }
            first = self.head(first)?;
        }
        matches!(self.dep(first), Dep::Nsubj | Dep::Nsubjpass)
            .then(|| self.head(first))
            .flatten()
    }

    /// Whether a verb is that of the sentence, or joined to it by "and".
    pub(crate) fn is_main(&self, verb: usize) -> bool {
        let mut up = verb;
        while self.dep(up) == Dep::Conj {
            match self.head(up) {
                Some(head) if head < up => up = head,
                _ => break,
            }
        }
        self.dep(up) == Dep::Root
    }

    /// The grammatical subject, taken over from governing clauses where the
    /// clause has none of its own.
    pub(crate) fn surface_subject(&self, verb: usize) -> Option<usize> {
        self.surface_subject_within(verb, 12)
    }

    fn surface_subject_within(&self, verb: usize, steps: usize) -> Option<usize> {
        if steps == 0 {
            return None;
        }
        let own = self.children(verb).find(|c| {
            matches!(
                self.dep(*c),
                Dep::Nsubj | Dep::Nsubjpass | Dep::Csubj | Dep::Csubjpass
            )
        });
        // "In Graustark, the last stop, she was greeted": the stop isn't greeted.
        let own = own.map(|first| {
            let second = self.children(verb).find(|c| {
                let subject = matches!(self.dep(*c), Dep::Nsubj | Dep::Nsubjpass);
                // Nor is "most of them" in "organisers, most of them young, vowed" the subject.
                let set_off = |at: usize| at < verb && self.text(at) == ",";
                let opens = self.left(*c);
                subject && *c > first && opens > 0 && set_off(opens - 1) && !set_off(self.end(*c))
            });
            second.unwrap_or(first)
        });
        if let Some(own) = own {
            if self.is_relative_word(own) {
                return self.antecedent(verb).or(Some(own));
            }
            return Some(own);
        }
        let head = self.head(verb)?;
        let next = |t| self.surface_subject_within(t, steps - 1);
        match self.dep(verb) {
            Dep::Conj if self.is_verb(head) => next(head),
            Dep::Conj => None,
            Dep::Xcomp => {
                // "urged Graustark to lift": the object acts. "agreed to lift": the subject does.
                if !self.is_passive(head)
                    && let Some(object) = self.child(head, Dep::Dobj)
                    && object < verb
                {
                    return Some(object);
                }
                next(head)
            }
            Dep::Ccomp if self.is_verb(head) => {
                if let Some(object) = self.child(head, Dep::Dobj).filter(|o| *o < verb) {
                    return Some(object);
                }
                next(head)
            }
            Dep::Advcl | Dep::Acomp if self.is_verb(head) => next(head),
            Dep::Advcl => None,
            Dep::Pcomp => {
                // "punished Graustark for arming them", "accused it of arming them": the
                // object armed them.
                if (self.is(head, "for") || self.is(head, "of"))
                    && let Some(above) = self.head(head).filter(|v| self.is_verb(*v))
                    && !self.is_passive(above)
                    && let Some(object) = self.child(above, Dep::Dobj)
                    && object < verb
                {
                    return Some(object);
                }
                let mut up = head;
                for _ in 0..6 {
                    if self.is_verb(up) {
                        // "thanked Graustark for sending food": the object sent it.
                        if (self.is(head, "for") || self.is(head, "of"))
                            && !self.is_passive(up)
                            && let Some(object) = self.child(up, Dep::Dobj)
                            && object < head
                        {
                            return Some(object);
                        }
                        return next(up);
                    }
                    if self.is_nominal(up) && self.pos(up) != Pos::Num {
                        return self.carrier_subject(up);
                    }
                    up = self.head(up)?;
                }
                None
            }
            Dep::Acl => match self.tag(verb) {
                Tag::Vbg | Tag::Vbn => Some(head),
                // "efforts to improve": whoever makes the efforts.
                _ => self
                    .child(head, Dep::Poss)
                    .or_else(|| self.carrier_subject(head)),
            },
            Dep::Relcl => match self.tag(verb) {
                Tag::Vb => self
                    .child(head, Dep::Poss)
                    .or_else(|| self.carrier_subject(head)),
                _ => Some(head),
            },
            Dep::Prep if self.is_verb(head) => next(head),
            _ => None,
        }
    }

    /// Who acts through a noun by way of the verb that carries it: "held talks",
    /// "began a visit", "in a bid to".
    pub(crate) fn carrier_subject(&self, noun: usize) -> Option<usize> {
        if let Some(owner) = self.owner_of_plan(noun) {
            return Some(owner);
        }
        let mut up = noun;
        for _ in 0..8 {
            let head = self.head(up)?;
            if self.is_verb(head) {
                let dep = self.dep(up);
                return match dep {
                    Dep::Nsubj | Dep::Nsubjpass => self.agent(head),
                    _ => self.actor_subject(head).filter(|s| *s != noun),
                };
            }
            up = head;
        }
        None
    }

    /// Whose a plan, a decision or an effort is: "Graustark's plan", "a plan by Graustark",
    /// "the Graustarkian plan".
    fn owner_of_plan(&self, noun: usize) -> Option<usize> {
        let mut by = self.children(noun).filter(|c| self.is(*c, "by"));
        let mut of_state = self.children(noun).filter(|c| {
            matches!(self.dep(*c), Dep::Amod | Dep::Compound)
                && matches!(
                    self.token(*c).entity_kind(),
                    Some(EntityKind::Norp | EntityKind::Gpe)
                )
                // "Was the first Graustarkian premier to visit": nobody's plan.
                && self.dep(noun) != Dep::Attr
        });
        self.child(noun, Dep::Poss)
            .or_else(|| by.find_map(|by| self.child(by, Dep::Pobj)))
            .or_else(|| of_state.next_back())
    }

    /// "by X" under a passive verb.
    pub(crate) fn agent(&self, verb: usize) -> Option<usize> {
        let by = self.child(verb, Dep::Agent).or_else(|| {
            self.children(verb)
                .find(|c| self.dep(*c) == Dep::Prep && self.is(*c, "by"))
        });
        // "Was named special envoy by Graustark"
        let by = by.or_else(|| {
            let named = self.child(verb, Dep::Oprd)?;
            let words = std::iter::once(named).chain(self.child(named, Dep::Dobj));
            words
                .flat_map(|word| self.children(word))
                .find(|c| self.dep(*c) == Dep::Prep && self.is(*c, "by"))
        })?;
        // By Monday nobody acts.
        self.child(by, Dep::Pobj).filter(|doer| {
            let kind = self.token(*doer).entity_kind();
            !matches!(kind, Some(EntityKind::Date | EntityKind::Time))
        })
    }

    /// Who does what the verb says.
    pub(crate) fn actor_subject(&self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            self.agent(verb)
        } else {
            self.surface_subject(verb)
        }
    }

    /// What is acted on.
    pub(crate) fn object(&self, verb: usize) -> Option<usize> {
        if self.is_passive(verb) {
            if matches!(self.dep(verb), Dep::Acl) && self.tag(verb) == Tag::Vbn {
                return self.head(verb);
            }
            // "By the senate were condemned the raids."
            let after = || self.child(verb, Dep::Dobj).filter(|o| *o > verb);
            return self.surface_subject(verb).or_else(after);
        }
        if let Some(object) = self.child(verb, Dep::Dobj) {
            if self.is_relative_word(object) {
                return self.antecedent(verb).or(Some(object));
            }
            return Some(object);
        }
        // "the measures Graustark imposed"; "lift and ease sanctions"
        match self.dep(verb) {
            Dep::Relcl if self.has_child(verb, Dep::Nsubj) => {
                let subject = self.child(verb, Dep::Nsubj)?;
                // "in Zenda, where both promised": Zenda isn't what was promised.
                let is_place = (self.left(verb)..subject).any(|t| self.tag(t) == Tag::Wrb);
                (!is_place && !self.is_relative_word(subject))
                    .then(|| self.head(verb))
                    .flatten()
            }
            _ => {
                let shared = self
                    .children(verb)
                    .find(|c| self.dep(*c) == Dep::Conj && self.is_verb(*c) && *c > verb)?;
                self.child(shared, Dep::Dobj)
            }
        }
    }

    /// Heads of the phrases with a preposition that hang on `t`.
    pub(crate) fn prepositional(&self, t: usize, preposition: &str) -> Vec<usize> {
        let mut found = Vec::new();
        // "drew closer to Zenda", "pulled out of the talks"
        let by_way = self
            .children(t)
            .filter(|c| *c > t && self.is_verb(t))
            .filter(|c| matches!(self.dep(*c), Dep::Advmod | Dep::Prep | Dep::Prt))
            .flat_map(|c| self.children(c));
        for c in self.children(t).chain(by_way) {
            if matches!(self.dep(c), Dep::Prep | Dep::Agent | Dep::Dative | Dep::Prt)
                && self.is(c, preposition)
            {
                found.extend(
                    self.children(c)
                        .filter(|o| matches!(self.dep(*o), Dep::Pobj | Dep::Pcomp)),
                );
            }
        }
        found
    }

    /// The clauses that hang on a verb as what is said, asked or meant.
    pub(crate) fn clauses(&self, verb: usize) -> impl Iterator<Item = usize> + '_ {
        self.children(verb)
            .filter(|c| matches!(self.dep(*c), Dep::Ccomp | Dep::Xcomp))
    }

    /// `t` and what is joined to it by "and".
    pub(crate) fn conjuncts(&self, t: usize) -> Vec<usize> {
        let mut all = vec![t];
        let mut next = 0;
        while next < all.len() && all.len() < 40 {
            let at = all[next];
            next += 1;
            all.extend(self.children(at).filter(|c| self.dep(*c) == Dep::Conj));
            // "with Graustark and with Ruritania"
            if self.dep(at) == Dep::Pobj
                && let Some(preposition) = self.head(at)
            {
                let again =
                    |c: &usize| self.dep(*c) == Dep::Conj && self.is(*c, self.text(preposition));
                let again = self.children(preposition).filter(again);
                all.extend(again.filter_map(|c| self.child(c, Dep::Pobj)));
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Whether `t` hangs on `above`, however deep.
    pub(crate) fn is_under(&self, t: usize, above: usize) -> bool {
        let mut up = t;
        for _ in 0..100 {
            if up == above {
                return true;
            }
            match self.head(up) {
                Some(head) => up = head,
                None => return false,
            }
        }
        false
    }

    /// A word and those above it, the nearest first.
    pub(crate) fn ancestry(&self, t: usize) -> Vec<usize> {
        let up = std::iter::successors(Some(t), |t| self.head(*t));
        up.take(MAX_DEPTH).collect()
    }

    /// Number of steps up from `t` to `above`, if it hangs on it.
    pub(crate) fn steps_up(&self, t: usize, above: usize) -> Option<usize> {
        let mut up = t;
        for steps in 0..100 {
            if up == above {
                return Some(steps);
            }
            up = self.head(up)?;
        }
        None
    }

    /// The lowest verb at or above `t`.
    pub(crate) fn verb_above(&self, t: usize) -> Option<usize> {
        let mut up = t;
        for _ in 0..100 {
            if self.is_verb(up) {
                return Some(up);
            }
            up = self.head(up)?;
        }
        None
    }
}

fn lower(word: &str) -> Cow<'_, str> {
    if word
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}
