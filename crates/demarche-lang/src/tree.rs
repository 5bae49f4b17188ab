use crate::Dep;

/// A relation as the parser learnt it: `head` tells the relation of the true
/// head, which lies further down, where the tree had to be made projective.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) dep: Dep,
    pub(crate) head: Option<Dep>,
}

/// Heads, relations and sentence starts of one text.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) heads: Vec<u32>,
    labels: Vec<Label>,
    pub(crate) starts: Vec<bool>,
    /// First and last token below each token, widened until sentences hold.
    left: Vec<u32>,
    right: Vec<u32>,
    queue: Vec<u32>,
}

/// Rounds in which the edges are widened, as the model's authors do.
const ROUNDS: usize = 12;

impl Tree {
    /// `n` tokens, each a root.
    pub(crate) fn reset(&mut self, n: usize) {
        self.heads.clear();
        self.heads.extend(0..n as u32);
        self.labels.clear();
        self.labels.resize(
            n,
            Label {
                dep: Dep::Root,
                head: None,
            },
        );
    }

    pub(crate) fn attach(&mut self, child: usize, head: usize, label: Label) {
        self.heads[child] = head as u32;
        self.labels[child] = label;
    }

    pub(crate) fn dep(&self, token: usize) -> Dep {
        self.labels[token].dep
    }

    /// Moves tokens to their true heads and finds the sentences.
    ///
    /// Source: Nivre and Nilsson (2005), "Pseudo-Projective Dependency Parsing",
    /// ACL, the scheme that they call Head.
    pub(crate) fn finish(&mut self, is_space: impl Fn(usize) -> bool) {
        self.find_edges();
        let mut moved = false;
        for token in 0..self.heads.len() {
            let Label {
                dep,
                head: Some(wanted),
            } = self.labels[token]
            else {
                continue;
            };
            self.heads[token] = self.below(token, wanted, &is_space) as u32;
            self.labels[token] = Label { dep, head: None };
            moved = true;
        }
        if moved {
            self.find_edges();
        }
        let n = self.heads.len();
        self.starts.clear();
        self.starts.resize(n, false);
        for token in 0..n {
            if self.heads[token] as usize == token {
                self.starts[self.left[token] as usize] = true;
            }
        }
    }

    /// The first token with a relation below the head of a token, searched breadth
    /// first; the head itself if there is none.
    fn below(&mut self, token: usize, wanted: Dep, is_space: &impl Fn(usize) -> bool) -> usize {
        let wanted = Label {
            dep: wanted,
            head: None,
        };
        self.queue.clear();
        self.queue.push(self.heads[token]);
        let mut at = 0;
        while at < self.queue.len() && at <= self.heads.len() {
            let parent = self.queue[at];
            at += 1;
            for child in self.left[parent as usize]..=self.right[parent as usize] {
                let number = child as usize;
                if child == parent
                    || self.heads[number] != parent
                    || is_space(number)
                    || number == token
                {
                    continue;
                }
                if self.labels[number] == wanted {
                    return number;
                }
                self.queue.push(child);
            }
        }
        self.heads[token] as usize
    }

    fn find_edges(&mut self) {
        let n = self.heads.len();
        self.left.clear();
        self.left.extend(0..n as u32);
        self.right.clear();
        self.right.extend(0..n as u32);
        for _ in 0..ROUNDS {
            for token in (0..n).chain((0..n).rev()) {
                let head = self.heads[token] as usize;
                self.left[head] = self.left[head].min(self.left[token]);
                self.right[head] = self.right[head].max(self.right[token]);
            }
            if self.heads_are_inside() {
                break;
            }
        }
    }

    /// Whether each head lies in its token's sentence.
    fn heads_are_inside(&mut self) -> bool {
        let n = self.heads.len();
        self.starts.clear();
        self.starts.resize(n, false);
        for token in 0..n {
            if self.heads[token] as usize == token {
                self.starts[self.left[token] as usize] = true;
            }
        }
        let mut start = 0;
        for end in 0..n {
            if (end > 0 && self.starts[end]) || end + 1 == n {
                let inside = |head: &u32| (start..end + 1).contains(&(*head as usize));
                if !self.heads[start..end].iter().all(inside) {
                    return false;
                }
                start = end;
            }
        }
        true
    }
}
