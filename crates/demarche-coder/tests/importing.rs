//! Dictionaries in PETRARCH's format become knowledge files that load.

use demarche_coder::{
    CountryCodes, Crosswalk, Imported, Lexicon, LintFile, import_actors, import_agents, lint,
};

fn built_in() -> (Lexicon, Crosswalk) {
    let lexicon = Lexicon::load(demarche_knowledge::FILES.iter().copied())
        .expect("the built-in knowledge loads");
    let crosswalk = Crosswalk::parse(demarche_knowledge::PETRARCH).expect("the table can be read");
    (lexicon, crosswalk)
}

/// Checks that the file loads behind the built-in ones and has no errors.
fn loads(imported: &Imported) {
    let files = demarche_knowledge::FILES.iter().copied();
    let files: Vec<LintFile<'_>> = files
        .map(|(path, text)| (path, text, false))
        .chain([("own.toml", imported.toml.as_str(), true)])
        .map(|(path, text, wanted)| LintFile { path, text, wanted })
        .collect();
    let findings = lint(&files, None);
    assert!(
        findings
            .iter()
            .all(|f| f.gravity != demarche_coder::Gravity::Error),
        "{findings:#?}\n{}",
        imported.toml
    );
}

fn reasons(imported: &Imported) -> Vec<(usize, &str)> {
    let left = imported.left_out.iter();
    left.map(|left| (left.line, left.reason.as_str())).collect()
}

const ACTORS: &str = "# our own sample
<!-- over
 two lines -->
FRANCE_ [FRA]
+GALLIA_TRANSALPINA_   # an old name
+FRANCE_

RUDOLF_RASSENDYLL_  ; with terms
+RUDOLPH_RASSENDYLL_
\t[FRAGOV 19920301-940502]
\t[FRAELI >940503]

ZENDA_LEAGUE_(ZLX) [IGOZEN]
RED_HAND_OF_ZENDA [ROMREBXYZ]
NOBODYS_BAND_ [QQQREB]
BAD_DAYS_ [FRAGOV 941340-950101]
";

#[test]
fn actors_become_aliases_persons_and_organisations() {
    let (lexicon, crosswalk) = built_in();
    let imported = import_actors(ACTORS, CountryCodes::Cameo, &lexicon, &crosswalk);
    for part in [
        "of = \"FRA\"\nnames = [\"Gallia Transalpina\"]",
        "[[person]]\nname = \"Rudolf Rassendyll\"\naliases = [\"Rudolph Rassendyll\"]\ncountry = \"FRA\"\n",
        "{ office = \"other\", sector = \"GOV\", country = \"FRA\", since = 1992-03-01, until = 1994-05-03 },",
        "{ office = \"other\", sector = \"ELI\", country = \"FRA\", since = 1994-05-03 },",
        "name = \"Zenda League\"\naliases = [\"ZLX\"]\nsector = \"IGO\"",
        "name = \"Red Hand of Zenda\"\ncountry = \"ROU\"\nsector = \"REB\"",
    ] {
        assert!(
            imported.toml.contains(part),
            "{part}\nisn't in\n{}",
            imported.toml
        );
    }
    let [zenda, hand, nobody, days, no_code] = &reasons(&imported)[..] else {
        panic!("{:#?}", imported.left_out)
    };
    assert_eq!((zenda.0, hand.0, nobody.0), (13, 14, 15));
    assert!(zenda.1.contains("`ZEN`") && hand.1.contains("`XYZ`"));
    assert!(nobody.1.contains("`QQQ`"));
    assert!(days.1.contains("`941340`"));
    assert!(no_code.1.contains("Bad Days"));
    loads(&imported);
}

#[test]
fn codes_of_the_correlates_of_war_become_isos() {
    let (lexicon, crosswalk) = built_in();
    let text = "BAND_OF_ZENDA_ [AUSREB]\n";
    let country = |codes| import_actors(text, codes, &lexicon, &crosswalk).toml;
    assert!(country(CountryCodes::Cow).contains("country = \"AUT\""));
    assert!(country(CountryCodes::Cameo).contains("country = \"AUS\""));
}

const AGENTS: &str = "!PERSON! = MAN, WOMEN
ZITHER!PERSON! [~BUS]
COURT_ZITHERIST {COURT_ZITHERISTS_GENERAL} [~GOVXYZ]
ZITHER_MINISTRY [~GOV]
ZITHER_CORPS {} [~MIL]
LUTE!NOBODY! [~BUS]
LUTENIST [~QQQ]
LUTENIST
";

#[test]
fn agents_become_words_by_sector_and_kind() {
    let (lexicon, crosswalk) = built_in();
    let imported = import_agents(AGENTS, &lexicon, &crosswalk);
    for part in [
        "words = [\"zitherman\", \"zitherwomen\"]\nsector = \"BUS\"\nkind = \"person\"",
        "words = [\"court zitherist\", \"court zitherists general\"]\nsector = \"GOV\"\nkind = \"person\"",
        "words = [\"zither ministry\"]\nsector = \"GOV\"\nkind = \"institution\"",
        "words = [\"zither corps\"]\nsector = \"MIL\"\nkind = \"group\"",
    ] {
        assert!(
            imported.toml.contains(part),
            "{part}\nisn't in\n{}",
            imported.toml
        );
    }
    let lines: Vec<usize> = reasons(&imported).iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 6, 7, 8]);
    loads(&imported);
}
