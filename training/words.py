#!/usr/bin/env python3
"""Trains the transformer that says of each word of a sentence which act it tells, and which
actors of the sentence are its sides.

    cargo run --release -p demarche-coder --example mark_words -- training/passages training/reports > words.tsv
    python3 training/words.py words.tsv models/pairs.bin models/words.bin

It learns from the marked passages and reports, and from the sentences of `training/` that report no
act. It reads the pieces of words as `pairs.bin` does, and begins with three of that file's
layers; `words.bin` goes with the very `pairs.bin` that it was trained on. It needs torch
and numpy. Every sixteenth passage's sentences are left out, to say how well they are
named. Some twenty minutes on two cores; the weights differ in their last digits between
machines, what they name differs hardly.
"""

import argparse
import hashlib
import json
import math
import random
import struct
import sys
from pathlib import Path

import numpy
import torch
from torch import nn
from torch.nn import functional

import pairs
from pairs import Layer, Linear, WordPieces, batches, convert, panels

TYPES = [
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]
NOTHING = "none"
ROLES = ["source", "target", "party", NOTHING]
# Numbers that a word that tells an act, and an actor, are looked at with for each other.
ROLE_WIDTH = 64
# Layers of the pair reader that training begins with.
LAYERS = (0, 2, 4)
# Of the units in the second half of each of them, those kept that count most.
INNER = 768
EPOCHS = 7
# What the sides count beside the types.
SIDES_WEIGHT = 0.5
RATE, HEAD_RATE = 1e-4, 1e-3
# Share of a label that is spread over all, so that nothing is called sure.
SMOOTHED = 0.05


class Pairs:
    """The sections of `pairs.bin`."""

    def __init__(self, path):
        self.bytes = path.read_bytes()
        magic, _, number, _, self.checksum = struct.unpack_from("<8sIIQQ", self.bytes)
        if magic != b"DEMLANG\0":
            sys.exit(f"{path}: no model file")
        self.at = {}
        for n in range(number):
            name, first, length = struct.unpack_from("<32sQQ", self.bytes, 32 + 48 * n)
            self.at[name.rstrip(b"\0").decode()] = (first, length)

    def array(self, name, kind):
        first, length = self.at[name]
        return numpy.frombuffer(self.bytes[first : first + length], kind)

    def floats(self, name):
        return torch.tensor(self.array(name, "<f4").copy())

    def strings(self, name):
        first, length = self.at[name]
        data = self.bytes[first : first + length]
        (n,) = struct.unpack_from("<I", data)
        ends = struct.unpack_from(f"<{n}I", data, 4)
        text = data[4 + 4 * n :]
        return [text[a:b].decode() for a, b in zip((0, *ends), ends)]

    def fill(self, layer, name):
        """Gives a linear layer the weights that the file has in panels."""
        outputs, inputs = layer.weight.shape
        whole = self.array(f"{name}.panels", "i1").reshape(outputs // 16, inputs // 4, 16, 4)
        whole = whole.transpose(0, 2, 1, 3).reshape(outputs, inputs).astype("f4")
        scale = self.array(f"{name}.scale", "<f4")[:, None]
        with torch.no_grad():
            layer.weight[:] = torch.tensor(whole * scale)
            layer.bias[:] = self.floats(f"{name}.bias")

    def fill_norm(self, norm, name):
        with torch.no_grad():
            norm.weight[:], norm.bias[:] = self.floats(f"{name}.scale"), self.floats(f"{name}.shift")


class Reader(nn.Module):
    """Three layers over the pieces of `pairs.bin`, which aren't trained, a layer of labels
    over each piece, and what two pieces are to each other (Dozat and Manning 2017)."""

    def __init__(self, file):
        super().__init__()
        width, heads, inner, _, _, self.positions, _ = file.array("shape", "<u4").tolist()
        rows = torch.tensor(file.array("piece.rows", "i1").astype("f4").reshape(-1, width))
        self.rows = rows * file.floats("piece.scale")[:, None]
        self.place = file.floats("position").view(-1, width) + file.floats("mark").view(3, width)[0]
        self.norm = nn.LayerNorm(width, 1e-12)
        file.fill_norm(self.norm, "norm")
        self.norm.requires_grad_(False)
        self.layers = nn.ModuleList(Layer(width, inner, heads) for _ in LAYERS)
        for n, layer in zip(LAYERS, self.layers):
            for part in ("qkv", "out", "up", "down"):
                file.fill(getattr(layer, part), f"layer.{n}.{part}")
            file.fill_norm(layer.norm_out, f"layer.{n}.norm_out")
            file.fill_norm(layer.norm_down, f"layer.{n}.norm_down")
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(width, len(TYPES) + 1)
        self.teller = nn.Linear(width, ROLE_WIDTH)
        self.actor = nn.Linear(width, ROLE_WIDTH)
        roles = torch.randn(len(ROLES), ROLE_WIDTH + 1, ROLE_WIDTH + 1)
        self.roles = nn.Parameter(0.02 * roles)

    def fill(self, file):
        """Takes the weights of a file that `write` made."""
        for n, layer in enumerate(self.layers):
            inner = len(file.floats(f"layer.{n}.up.bias"))
            layer.up, layer.down = Linear(layer.up.in_features, inner), Linear(inner, layer.down.out_features)
            for part in ("qkv", "out", "up", "down"):
                file.fill(getattr(layer, part), f"layer.{n}.{part}")
            file.fill_norm(layer.norm_out, f"layer.{n}.norm_out")
            file.fill_norm(layer.norm_down, f"layer.{n}.norm_down")
        with torch.no_grad():
            for name in ("head", "teller", "actor"):
                layer = getattr(self, name)
                layer.weight[:] = file.floats(f"{name}.w").view_as(layer.weight)
                layer.bias[:] = file.floats(f"{name}.b")
            self.roles[:] = file.floats("roles.w").view_as(self.roles)

    def states(self, ids, there):
        x = self.drop(self.norm(self.rows[ids] + self.place[: ids.shape[1]]))
        mask = (1 - there[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            x = layer(x, mask)
        return self.drop(x.float())

    def labels(self, states):
        return self.head(states)

    def sides(self, tellers, actors):
        """What each actor is in what the word beside it tells: a row of `ROLES` for each two."""

        def seen(layer, states):
            x = functional.relu(layer(states))
            return torch.cat([x, torch.ones_like(x[:, :1])], 1)

        return torch.einsum("nk,rkl,nl->nr", seen(self.teller, tellers), self.roles, seen(self.actor, actors))


def sentences(path, pieces, positions):
    """Of each sentence its pieces, the types allowed for the first piece of each word, and
    the sides: the first pieces of a word and of an actor, and the number of its role."""
    for line in path.read_text("utf-8").splitlines():
        text, labels, acts = line.split("\t")
        ids, starts = [pieces.ids["[CLS]"]], {}
        for at, word in pieces.words(text):
            starts[len(text[:at].encode())] = len(ids)
            ids += pieces.split(word)
        allowed = {}
        for label in labels.split():
            at, names = label.split(":")
            place = starts.get(int(at))
            if place is None or place >= positions - 1 or names == "?":
                continue
            allowed[place] = [len(TYPES)] if names == "-" else [TYPES.index(name) for name in names.split(",")]
        sides = []
        for act in acts.split():
            word, actors = act.split(":")
            for actor in filter(None, actors.split(",")):
                at, role = actor.split("=")
                two = starts.get(int(word)), starts.get(int(at))
                if all(place is not None and place < positions - 1 for place in two):
                    sides.append((*two, int(role)))
        yield ids[: positions - 1] + [pieces.ids["[SEP]"]], allowed, sides


def silent(pieces, positions):
    """The sentences of `training/` that report no act, of which no word tells one."""
    for folder, label, column in (("sentences", "NONE", 4), ("codes", NOTHING, 1)):
        for file in sorted((pairs.HERE / folder).glob("*.tsv")):
            for line in file.read_text("utf-8").splitlines()[1:]:
                row = line.split("\t")
                if row[0] != label:
                    continue
                text, *_ = pairs.unmark(row[column])
                ids, allowed = [pieces.ids["[CLS]"]], {}
                for _, word in pieces.words(text):
                    if word.isalpha() and len(ids) < positions - 1:
                        allowed[len(ids)] = [len(TYPES)]
                    ids += pieces.split(word)
                yield ids[: positions - 1] + [pieces.ids["[SEP]"]], allowed, []


def tensors(items, batch):
    longest = max(len(items[n][0]) for n in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    there = ids.clone()
    for row, n in enumerate(batch):
        ids[row, : len(items[n][0])] = torch.tensor(items[n][0])
        there[row, : len(items[n][0])] = 1
    return ids, there


def places(items, batch):
    return [(row, at, types) for row, n in enumerate(batch) for at, types in items[n][1].items()]


def sides(items, batch):
    return [(row, *side) for row, n in enumerate(batch) for side in items[n][2]]


def roles_of(model, states, sided):
    rows, words, actors, roles = (list(column) for column in zip(*sided))
    return model.sides(states[rows, words], states[rows, actors]), torch.tensor(roles)


def train(model, items, held):
    body = [p for p in model.layers.parameters() if p.requires_grad]
    head = [*model.head.parameters(), *model.teller.parameters(), *model.actor.parameters(), model.roles]
    optimizer = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=0.01)
    steps = EPOCHS * math.ceil(len(items) / pairs.BATCH)
    warm = 0.06 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, s / warm) * max(0, (steps - s) / steps))
    for epoch in range(EPOCHS):
        model.train()
        total = 0.0
        for batch in batches(items):
            told = places(items, batch)
            if not told:
                continue
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = model.states(*tensors(items, batch))
            shares = functional.log_softmax(model.labels(states.float()), -1)
            rows = shares[[row for row, _, _ in told], [at for _, at, _ in told]]
            allowed = torch.full_like(rows, -1e9)
            # The first type is the best; the others can be defended.
            for k, (_, _, types) in enumerate(told):
                allowed[k, types] = -1.0
                allowed[k, types[0]] = 0
            loss = -(1 - SMOOTHED) * torch.logsumexp(rows + allowed, 1) - SMOOTHED * rows.mean(1)
            loss = loss.mean()
            if sided := sides(items, batch):
                placed = functional.cross_entropy(*roles_of(model, states.float(), sided), label_smoothing=SMOOTHED)
                loss = loss + SIDES_WEIGHT * placed
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / math.ceil(len(items) / pairs.BATCH):.3f}, {found(model, held)}", file=sys.stderr, flush=True)


def narrow(model, items):
    """Keeps the units inside each layer that move most, over some sentences, what comes out."""
    for layer in model.layers:
        moved = torch.zeros(layer.up.out_features)

        def see(_, inputs, moved=moved):
            moved += inputs[0].abs().sum((0, 1))

        seen = layer.down.register_forward_pre_hook(see)
        model.eval()
        with torch.no_grad():
            for batch in pairs.chunks(list(range(len(items))), 64):
                model.states(*tensors(items, batch))
            seen.remove()
            counts = moved * layer.down.weight.norm(dim=0)
            kept = counts.topk(INNER).indices.sort().values
            up, down = Linear(layer.up.in_features, INNER), Linear(INNER, layer.down.out_features)
            up.weight[:], up.bias[:] = layer.up.weight[kept], layer.up.bias[kept]
            down.weight[:], down.bias[:] = layer.down.weight[:, kept], layer.down.bias
        layer.up, layer.down = up, down


def found(model, held):
    """How many words that the reader is more than half sure of tell an act of that type, and
    how many actors beside acts it gives their role."""
    model.eval()
    right = said = acts = placed = actors = 0
    with torch.no_grad():
        for batch in pairs.chunks(list(range(len(held))), 64):
            states = model.states(*tensors(held, batch))
            shares = model.labels(states).softmax(-1)
            for row, at, types in places(held, batch):
                is_act = types[0] < len(TYPES)
                acts += is_act
                if shares[row, at, -1] < 0.5:
                    said += 1
                    right += int(shares[row, at, :-1].argmax()) in types
            if sided := sides(held, batch):
                scores, roles = roles_of(model, states, sided)
                placed += int((scores.argmax(1) == roles).sum())
                actors += len(roles)
    return f"of {acts} acts left out {right} found, {said - right} more named, {placed} of {actors} actors placed"


def write(model, file):
    out = convert.File()
    out.u32("shape", [len(LAYERS), INNER])
    out.u32("pairs", [file.checksum & 0xFFFFFFFF, file.checksum >> 32])
    out.strings("labels", [*TYPES, NOTHING])
    out.strings("roles", ROLES)

    def norm(name, layer):
        out.floats(f"{name}.scale", layer.weight.detach().numpy())
        out.floats(f"{name}.shift", layer.bias.detach().numpy())

    for n, layer in enumerate(model.layers):
        for part in ("qkv", "out", "up", "down"):
            weights, scale = (p.detach().numpy() for p in getattr(layer, part).parts())
            whole = weights.astype("i1")
            name = f"layer.{n}.{part}"
            out.raw(f"{name}.panels", panels(whole).tobytes())
            out.floats(f"{name}.scale", scale)
            out.u32(f"{name}.sum", [int(k) & 0xFFFFFFFF for k in whole.astype("i4").sum(1)])
            out.floats(f"{name}.bias", getattr(layer, part).bias.detach().numpy())
        norm(f"layer.{n}.norm_out", layer.norm_out)
        norm(f"layer.{n}.norm_down", layer.norm_down)
    for name in ("head", "teller", "actor"):
        out.floats(f"{name}.w", getattr(model, name).weight.detach().numpy())
        out.floats(f"{name}.b", getattr(model, name).bias.detach().numpy())
    out.floats("roles.w", model.roles.detach().numpy())
    return out.to_bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", type=Path, help="what `mark_words` writes")
    parser.add_argument("pairs", type=Path, help="the transformer of marked pairs")
    parser.add_argument("out", type=Path, help="the file to write")
    parser.add_argument(
        "--shares",
        type=Path,
        help="train nothing; write to standard output what OUT, which is there, says of the sentences of this file, "
        "a line each (so is crates/demarche-lang/tests/data/words.jsonl made)",
    )
    args = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    file = Pairs(args.pairs)
    names = file.strings("pieces")
    pieces = WordPieces(names)
    pieces.ids = {piece: n for n, piece in enumerate(names)}
    model = Reader(file)
    if args.shares:
        model.fill(Pairs(args.out))
        Linear.rounded = True
        for text in args.shares.read_text("utf-8").splitlines():
            show(model.eval(), pieces, text)
        return
    items = list(sentences(args.words, pieces, model.positions))
    # Sentences of one passage stand together: whole stretches are left out.
    held = [item for n, item in enumerate(items) if n // 12 % 16 == 0]
    rest = [item for n, item in enumerate(items) if n // 12 % 16 != 0]
    rest += silent(pieces, model.positions)
    print(f"{len(rest)} sentences, {len(held)} left out", file=sys.stderr)
    narrow(model, held)
    train(model, rest, held)
    Linear.rounded = True
    print(f"as written: {found(model, held)}", file=sys.stderr)
    data = write(model, file)
    args.out.write_bytes(data)
    print(f"{args.out.name}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}", file=sys.stderr)


def show(model, pieces, text):
    """Prints what the file says of the longer words of a text, and of names beside them."""
    ids, starts = [pieces.ids["[CLS]"]], []
    for at, word in pieces.words(text):
        starts.append((len(text[:at].encode()), len(ids), word))
        ids += pieces.split(word)
    ids = ids[: model.positions - 1] + [pieces.ids["[SEP]"]]
    names = [(at, place) for at, place, word in starts if text.encode()[at : at + 1].isupper()]
    with torch.no_grad():
        states = model.states(*tensors([(ids, {}, [])], [0]))[0]
        words = []
        for at, place, word in starts:
            if len(word) < 5 or (at, place) in names:
                continue
            shares = model.labels(states[place]).softmax(-1).tolist()
            most = sorted(zip([*TYPES, NOTHING], shares), key=lambda of: -of[1])[:3]
            roles = [model.sides(states[[place]], states[[name]])[0].softmax(-1).tolist() for _, name in names]
            words.append({
                "at": at,
                "shares": {label: round(share, 4) for label, share in most},
                "roles": [[round(share, 4) for share in row] for row in roles],
            })
    print(json.dumps({"text": text, "beside": [at for at, _ in names], "words": words}, ensure_ascii=False))


if __name__ == "__main__":
    main()
