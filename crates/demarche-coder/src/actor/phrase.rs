//! An actor as a noun phrase gives it.

use super::ActorReader;
use crate::lexicon::{AgentKind, CodeId, Gender};
use demarche_event::Sector;
use demarche_lang::{Dep, Pos, Tag};
use std::ops::Range;

/// What sort of thing an actor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActorKind {
    State,
    /// A capital or seat that stands for its government.
    Seat,
    Place,
    Organisation,
    /// A body of states whose name also names its meetings.
    Forum,
    Person,
    Agent(AgentKind),
}

/// An actor as a noun phrase gives it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ActorPhrase {
    /// Where the words stand, in bytes of the document.
    pub bytes: Range<usize>,
    /// The head, as a token of the paragraph that is being read; for an actor
    /// taken from an earlier sentence, the token that refers to it.
    pub head: usize,
    pub name: Option<String>,
    pub country: Option<CodeId>,
    pub sector: Option<Sector>,
    pub role: Option<String>,
    pub family: Option<String>,
    pub lemma: String,
    pub office: Option<String>,
    pub kind: ActorKind,
    pub plural: bool,
    pub gender: Option<Gender>,
    /// Place number, for capitals and places.
    pub place: Option<u32>,
    /// Governed before: "the previous government", "his predecessor".
    pub former: bool,
    /// Taken from an earlier mention.
    pub anaphoric: bool,
    /// Its country is that where the account of its sentence is set.
    pub by_scene: bool,
}

impl ActorPhrase {
    pub(crate) fn is_single_person(&self) -> bool {
        match self.kind {
            ActorKind::Person => true,
            ActorKind::Agent(AgentKind::Person) => !self.plural,
            _ => false,
        }
    }

    pub(crate) fn is_body(&self) -> bool {
        match self.kind {
            ActorKind::State | ActorKind::Seat | ActorKind::Organisation => true,
            ActorKind::Agent(AgentKind::Institution | AgentKind::Group) => !self.plural,
            _ => false,
        }
    }

    /// Several people who are described, not named: "the miners".
    pub(crate) fn are_people(&self) -> bool {
        let described = matches!(
            self.kind,
            ActorKind::Agent(AgentKind::People | AgentKind::Person | AgentKind::Group)
        );
        described && self.plural
    }

    /// Journalists and scholars report and judge; they don't act in the record.
    /// Students do.
    pub(crate) fn only_comments(&self) -> bool {
        let crowd = self.kind == ActorKind::Agent(AgentKind::People);
        match self.sector {
            Some(Sector::Med) => true,
            Some(Sector::Edu) => !crowd,
            _ => false,
        }
    }
}

impl<'a, 'l> ActorReader<'a, 'l> {
    /// People of whom nothing but the words is known: "a team of engineers".
    pub(crate) fn somebody(&self, t: usize) -> ActorPhrase {
        let tree = self.tree;
        // Up to who else is named or what else is told of them.
        let beside = |c: &usize| {
            let other = matches!(tree.dep(*c), Dep::Conj | Dep::Cc | Dep::Relcl | Dep::Acl);
            *c > t && (other || matches!(tree.dep(*c), Dep::Appos | Dep::Punct))
        };
        let end = tree.children(t).find(beside).map(|c| tree.left(c));
        let tokens = tree.left(t)..end.unwrap_or(tree.end(t));
        self.new_phrase(tokens, t, ActorKind::Agent(AgentKind::People))
    }

    pub(super) fn new_phrase(
        &self,
        tokens: Range<usize>,
        head: usize,
        kind: ActorKind,
    ) -> ActorPhrase {
        let tree = self.tree;
        let mut tokens = tokens;
        while tokens.len() > 1
            && (tree.pos(tokens.start) == Pos::Punct || tree.tag(tokens.start) == Tag::Pos)
        {
            tokens.start += 1;
        }
        while tokens.len() > 1
            && (tree.pos(tokens.end - 1) == Pos::Punct || tree.tag(tokens.end - 1) == Tag::Pos)
        {
            tokens.end -= 1;
        }
        let bytes = tree.parsed.bytes(tokens);
        ActorPhrase {
            bytes: bytes.start + self.offset..bytes.end + self.offset,
            head,
            name: None,
            country: None,
            sector: None,
            role: None,
            family: None,
            lemma: tree.lemma(head).to_lowercase(),
            office: None,
            kind,
            plural: matches!(tree.tag(head), Tag::Nns | Tag::Nnps),
            gender: None,
            place: None,
            former: false,
            anaphoric: false,
            by_scene: false,
        }
    }
}
