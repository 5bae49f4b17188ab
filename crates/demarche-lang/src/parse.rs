use crate::file::{File, damaged};
use crate::kernel::Found;
use crate::transition::{Scorer, Shares};
use crate::tree::{Label, Tree};
use crate::{Dep, ModelError};

/// Gives each token its head and relation, and finds the sentences.
///
/// Source: the arc-eager system with non-monotonic moves of Honnibal and Johnson
/// (2015), "An Improved Non-monotonic Transition System for Dependency Parsing",
/// EMNLP; greedy.
pub(crate) struct Parser {
    pub(crate) scorer: Scorer,
    moves: Vec<Move>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    /// The next word goes on the stack.
    Shift,
    /// The top of the stack is done; without a head it goes back to the buffer.
    Reduce,
    /// The next word is the head of the top, which is done.
    Left(Label),
    /// The top is the head of the next word, which goes on the stack.
    Right(Label),
    /// A sentence starts after the next word.
    Break,
}

impl Move {
    /// Its bit in a set of valid moves.
    fn bit(self) -> usize {
        match self {
            Move::Shift => 1,
            Move::Reduce => 2,
            Move::Left(_) => 4,
            Move::Right(_) => 8,
            Move::Break => 16,
        }
    }
}

/// No token.
const NONE: u32 = u32::MAX;

/// Where the parser is in one text.
#[derive(Debug, Default)]
pub(crate) struct State {
    stack: Vec<u32>,
    /// Words put back on the buffer, the next one last.
    again: Vec<u32>,
    /// The next word that was never on the stack.
    next: u32,
    n: u32,
    /// Whether a word was put back and must not be shifted.
    unshiftable: Vec<bool>,
    breaks: Vec<bool>,
    heads: Vec<u32>,
    labels: Vec<Label>,
    /// Each word's child that was attached last, on either side, and each
    /// child's sibling attached before it.
    last_left: Vec<u32>,
    last_right: Vec<u32>,
    sibling: Vec<u32>,
}

impl Parser {
    pub(crate) fn load(file: &File, kernel: Found) -> Result<Parser, ModelError> {
        let moves = file.strings("parser.moves")?;
        let moves = moves.iter().map(read).collect::<Option<Vec<_>>>();
        let moves = moves.ok_or_else(|| damaged("parser.moves", "has an unknown move"))?;
        let valid = |set: usize, at: usize| moves[at].bit() & set != 0;
        let scorer = Scorer::load(file, "parser", kernel, 8, moves.len(), 32, valid)?;
        Ok(Parser { scorer, moves })
    }

    /// Parses the `n` tokens from `base` on into `tree`. `hidden` and `shares`
    /// belong to the whole batch.
    pub(crate) fn parse(
        &self,
        kernel: Found,
        (hidden, shares): (&[f32], &mut Shares),
        (base, n): (usize, usize),
        state: &mut State,
        tree: &mut Tree,
    ) {
        state.reset(n);
        while !state.is_done() {
            let set = state.valid();
            if set == 0 {
                break;
            }
            let tokens = state
                .slots()
                .map(|token| (token != NONE).then(|| base + token as usize));
            let best = self.scorer.best(kernel, hidden, shares, &tokens, set);
            state.apply(self.moves[best]);
        }
        tree.reset(n);
        for at in 0..n {
            if state.heads[at] != NONE {
                tree.attach(at, state.heads[at] as usize, state.labels[at]);
            }
        }
    }
}

fn read(name: &str) -> Option<Move> {
    let label = |name: &str| match name.split_once("||") {
        Some((dep, head)) => Some(Label {
            dep: dep.parse().ok()?,
            head: Some(head.parse().ok()?),
        }),
        None => Some(Label {
            dep: name.parse().ok()?,
            head: None,
        }),
    };
    match name.split_once('-') {
        None if name == "S" => Some(Move::Shift),
        None if name == "D" => Some(Move::Reduce),
        Some(("L", name)) => Some(Move::Left(label(name)?)),
        Some(("R", name)) => Some(Move::Right(label(name)?)),
        Some(("B", "ROOT")) => Some(Move::Break),
        _ => None,
    }
}

impl State {
    fn reset(&mut self, n: usize) {
        self.stack.clear();
        self.again.clear();
        self.next = 0;
        self.n = n as u32;
        fill(&mut self.unshiftable, n, false);
        fill(&mut self.breaks, n, false);
        fill(&mut self.heads, n, NONE);
        fill(
            &mut self.labels,
            n,
            Label {
                dep: Dep::Unset,
                head: None,
            },
        );
        fill(&mut self.last_left, n, NONE);
        fill(&mut self.last_right, n, NONE);
        fill(&mut self.sibling, n, NONE);
    }

    fn is_done(&self) -> bool {
        self.stack.is_empty() && self.left() == 0
    }

    /// Words left on the buffer.
    fn left(&self) -> usize {
        (self.n - self.next) as usize + self.again.len()
    }

    /// The stack's words from the top.
    fn s(&self, at: usize) -> u32 {
        self.stack
            .len()
            .checked_sub(at + 1)
            .map_or(NONE, |at| self.stack[at])
    }

    /// The buffer's words from the next.
    fn b(&self, at: usize) -> u32 {
        match self.again.len().checked_sub(at + 1) {
            Some(at) => self.again[at],
            None => {
                let word = self.next as usize + at - self.again.len();
                if word < self.n as usize {
                    word as u32
                } else {
                    NONE
                }
            }
        }
    }

    fn slots(&self) -> [u32; 8] {
        let (b0, s0) = (self.b(0), self.s(0));
        let child = |of: &[u32], word: u32| of.get(word as usize).copied().unwrap_or(NONE);
        [
            b0,
            self.b(1),
            s0,
            self.s(1),
            self.s(2),
            child(&self.last_left, b0),
            child(&self.last_left, s0),
            child(&self.last_right, s0),
        ]
    }

    /// The set of valid moves.
    fn valid(&self) -> usize {
        let left = self.left();
        let b0 = self.b(0);
        let starts = b0 != NONE && self.breaks[b0 as usize];
        let mut set = 0;
        if self.stack.is_empty() || (left >= 2 && !starts && !self.unshiftable[b0 as usize]) {
            set |= Move::Shift.bit();
        }
        if !self.stack.is_empty() {
            set |= Move::Reduce.bit();
            if left > 0 && !starts {
                // Left and right.
                set |= 4 | 8;
            }
        }
        if left >= 2 {
            let b1 = self.b(1);
            if b1 == b0 + 1 && !self.breaks[b1 as usize] {
                set |= Move::Break.bit();
            }
        }
        set
    }

    fn apply(&mut self, step: Move) {
        match step {
            Move::Shift => self.push(),
            Move::Reduce => {
                if let Some(top) = self.stack.pop()
                    && self.heads[top as usize] == NONE
                    && !self.stack.is_empty()
                {
                    self.unshiftable[top as usize] = true;
                    self.again.push(top);
                }
            }
            Move::Left(label) => {
                let (b0, s0) = (self.b(0), self.s(0));
                self.attach(s0, b0, label);
                self.unshiftable[b0 as usize] = false;
                self.stack.pop();
            }
            Move::Right(label) => {
                let (b0, s0) = (self.b(0), self.s(0));
                self.attach(b0, s0, label);
                self.push();
            }
            Move::Break => {
                let b1 = self.b(1);
                self.breaks[b1 as usize] = true;
            }
        }
    }

    fn push(&mut self) {
        let word = self.again.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(word);
    }

    /// An earlier head is replaced. It is always the word below on the stack,
    /// which has attached nothing since.
    fn attach(&mut self, child: u32, head: u32, label: Label) {
        let old = self.heads[child as usize];
        if old != NONE {
            let last = if old > child {
                &mut self.last_left
            } else {
                &mut self.last_right
            };
            debug_assert_eq!(last[old as usize], child);
            last[old as usize] = self.sibling[child as usize];
        }
        let last = if head > child {
            &mut self.last_left
        } else {
            &mut self.last_right
        };
        self.sibling[child as usize] = last[head as usize];
        last[head as usize] = child;
        self.heads[child as usize] = head;
        self.labels[child as usize] = label;
    }
}

fn fill<T: Clone>(items: &mut Vec<T>, n: usize, item: T) {
    items.clear();
    items.resize(n, item);
}
