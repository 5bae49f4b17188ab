use crate::file::{File, damaged};
use crate::kernel::Found;
use crate::transition::{Scorer, Shares};
use crate::{EntityKind, ModelError};

/// Finds named entities, from left to right, one move a token.
pub(crate) struct Entities {
    pub(crate) scorer: Scorer,
    moves: Vec<Move>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Move {
    Begin(EntityKind),
    Inside(EntityKind),
    Last(EntityKind),
    Unit(EntityKind),
    Outside,
    /// A move that was never learnt.
    Dead,
}

/// Sets of moves: two bits while no entity is open, then two for each kind.
const SETS: usize = 4 + 2 * EntityKind::ALL.len();

fn set_of(open: Option<EntityKind>, may_go_on: bool, may_start: bool) -> usize {
    match open {
        None => usize::from(may_go_on) + 2 * usize::from(may_start),
        Some(kind) => 4 + 2 * kind as usize + usize::from(may_go_on),
    }
}

fn is_in(set: usize, step: Move) -> bool {
    match (set.checked_sub(4), step) {
        (_, Move::Dead) => false,
        (None, Move::Begin(_)) => set == 3,
        (None, Move::Unit(_)) => set & 2 != 0,
        (None, Move::Outside) => true,
        (None, _) => false,
        (Some(open), Move::Inside(kind)) => open == 2 * kind as usize + 1,
        (Some(open), Move::Last(kind)) => open / 2 == kind as usize,
        (Some(_), _) => false,
    }
}

impl Entities {
    pub(crate) fn load(file: &File, kernel: Found) -> Result<Entities, ModelError> {
        let moves = file.strings("entity.moves")?;
        let moves = moves.iter().map(read).collect::<Option<Vec<_>>>();
        let moves = moves.ok_or_else(|| damaged("entity.moves", "has an unknown move"))?;
        let valid = |set, at: usize| is_in(set, moves[at]);
        let scorer = Scorer::load(file, "entity", kernel, 3, moves.len(), SETS, valid)?;
        Ok(Entities { scorer, moves })
    }

    /// Appends what is known of each of the `n` tokens from `base` on: the kind,
    /// and whether the entity begins there. No entity begins at white space or
    /// runs over a sentence start.
    pub(crate) fn find(
        &self,
        kernel: Found,
        (hidden, shares): (&[f32], &mut Shares),
        (base, n): (usize, usize),
        is_space: impl Fn(usize) -> bool,
        starts: &[bool],
        out: &mut Vec<Option<(EntityKind, bool)>>,
    ) {
        let mut open: Option<(EntityKind, usize)> = None;
        for at in 0..n {
            let may_go_on = at + 1 < n && !starts[at + 1];
            let set = set_of(open.map(|(kind, _)| kind), may_go_on, !is_space(at));
            let token = base + at;
            let first = open.map(|(_, first)| base + first);
            // With an entity open there is always a token before this one.
            let slots = [Some(token), first, first.map(|_| token - 1)];
            let best = self.scorer.best(kernel, hidden, shares, &slots, set);
            out.push(match self.moves[best] {
                Move::Begin(kind) => {
                    open = Some((kind, at));
                    Some((kind, true))
                }
                Move::Unit(kind) => Some((kind, true)),
                Move::Inside(kind) => Some((kind, false)),
                Move::Last(kind) => {
                    open = None;
                    Some((kind, false))
                }
                Move::Outside | Move::Dead => None,
            });
        }
    }
}

fn read(name: &str) -> Option<Move> {
    match name.split_once('-') {
        None if name == "O" => Some(Move::Outside),
        Some(("U", "")) => Some(Move::Dead),
        Some(("B", kind)) => Some(Move::Begin(kind.parse().ok()?)),
        Some(("I", kind)) => Some(Move::Inside(kind.parse().ok()?)),
        Some(("L", kind)) => Some(Move::Last(kind.parse().ok()?)),
        Some(("U", kind)) => Some(Move::Unit(kind.parse().ok()?)),
        _ => None,
    }
}
