//! Rows of our own invention, with the true columns of each format.
#![allow(dead_code)] // each test file uses some

use demarche_event::Crosswalk;

/// The crosswalk that ships.
pub fn crosswalk() -> Crosswalk {
    let files = demarche_knowledge::FILES
        .iter()
        .chain(demarche_knowledge::CROSSWALK);
    Crosswalk::load(files.copied()).expect("the tables load")
}

/// A row of GDELT; an actor is code, country, group, type.
pub fn gdelt(
    version: u8,
    id: &str,
    day: &str,
    source: [&str; 4],
    target: [&str; 4],
    code: &str,
) -> String {
    let mut fields: Vec<&str> = vec![id, day, "201501", "2015", "2015.0247"];
    for [code, country, group, kind] in [source, target] {
        let name = if code.is_empty() { "" } else { "SOMEBODY" };
        fields.extend([code, name, country, group, "", "", "", kind, "", ""]);
    }
    fields.extend([
        "1",
        code,
        code,
        code.get(..2).unwrap_or(code),
        "1",
        "4.0",
        "6",
        "1",
        "4",
        "-1.25",
    ]);
    for _ in 0..3 {
        fields.extend(["4", "Zenda, Germany", "GM", "GM01"]);
        if version == 2 {
            fields.push("17473");
        }
        fields.extend(["50.5", "10.25", "-1746443"]);
    }
    let address = format!("https://example.org/{id}");
    fields.extend([
        if version == 2 {
            "20150110120000"
        } else {
            "20150110"
        },
        &address,
    ]);
    fields.join("\t")
}

pub const ICEWS: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude
7001\t2018-06-01\tTrade Envoy (Bangladesh)\tExecutive,Government\tBangladesh\tConsult\t040\t1\tHigh Staff (Vietnam)\tMilitary,Government\tVietnam\t51\t2\tThe Zenda Courier\tHanoi\tNA\tNA\tVietnam\t21.02\t105.84
7002\t2018-06-01\tUnited Nations\tInternational Government Organization,Global Diplomatic IGOs\tNA\tDemand policy change\t1042\t-5\tNorth Korea\tNA\tNorth Korea\t51\t3\tThe Zenda Courier\tNA\tNA\tNA\tNA\tNA\tNA
7003\t2018-06-02\tPolice (Cote d'Ivoire)\tGovernment,Police\tCote d'Ivoire\tArrest\t173\t-5\tCriminal (Zenda)\tCriminals / Gangs\tNA\t52\t1\tThe Zenda Courier\tNA\tNA\tNA\tCote d'Ivoire\t7.5\t-5.5
7004\t2018-06-02\tPolice\tGovernment
7005\tNA\tPolice (Chad)\tPolice\tChad\tArrest\t173\t-5\tCriminal (Chad)\tCriminals / Gangs\tChad\t52\t1\tThe Zenda Courier\tNA\tNA\tNA\tChad\tNA\tNA
";

/// POLECAT, with an accent in ISO 8859-1.
pub fn polecat() -> Vec<u8> {
    let header = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tEvent Intensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\tActor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\tWikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\tGeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\tStory Organizations\tStory Locations\tLanguage\tVersion";
    let row = |day: &str, kind: [&str; 3], actor: [&str; 4], recipient: [&str; 4]| {
        let side = |[name, country, number, sector]: [&str; 4]| {
            [name, country, number, sector, sector, "None", name, "None"].join("\t")
        };
        let [event_type, mode, contexts] = kind;
        format!(
            "20230105-1-x\t{day}\t{event_type}\t{mode}\t-2.0\tVERBAL CONFLICT\t{contexts}\t{}\t{}\tOrl\u{e9}ans\tOrl\u{e9}ans\tNone\tNone\tFRA\t47.9\t1.9\t2989317\tOrl\u{e9}ans\tP\tThe Zenda Courier\t{day}\tNone\tNone\tNone\ten\tNGEC",
            side(actor),
            side(recipient)
        )
    };
    let rows = [
        header.to_owned(),
        row(
            "2023-01-05",
            ["ACCUSE", "disapprove", "military; diplomatic"],
            [
                "First Envoy; Second Envoy",
                "FRA; DEU",
                "220; 255",
                "GOV; GOV",
            ],
            ["Staff", "None", "365", "MIL"],
        ),
        row(
            "2023-01-05",
            ["CONSULT", "multilateral", "None"],
            ["Envoy A; Envoy B", "Turkey; Syria", "640; 652", "GOV"],
            ["None", "None", "None", "None"],
        ),
        row(
            "2023-01-06",
            ["ASSAULT", "Heavy_weapons", "None"],
            ["Hillmen", "AFG", "700", "REB"],
            ["Villagers", "AFG", "700", "CVL"],
        ),
        row(
            "2023-01-06",
            ["DEMAND", "None", "None"],
            ["Hillmen", "AFG", "700", "REB"],
            ["None", "None", "None", "None"],
        ),
    ];
    rows.join("\n")
        .chars()
        .map(|c| u8::try_from(u32::from(c)).expect("ISO 8859-1"))
        .collect()
}

/// Real-time Phoenix: no header, one row with a column more.
pub fn phoenix() -> String {
    let rows = [
        [
            "7",
            "20160301",
            "2016",
            "03",
            "01",
            "USAGOV",
            "USA",
            "GOV",
            "",
            "RUSMIL",
            "RUS",
            "MIL",
            "",
            "138",
            "13",
            "3",
            "-7.0",
            "ID_TERROR,1",
            "55.75",
            "37.61",
            "Moscow",
            "Moscow",
            "RUS",
            "5a_1",
            "https://example.org/a",
            "zenda_courier",
        ]
        .join("\t"),
        [
            "8",
            "20160301",
            "2016",
            "03",
            "01",
            "IGOUNO",
            "IGO",
            "UNO",
            "",
            "ROM",
            "ROM",
            "",
            "",
            "051",
            "05",
            "1",
            "3.4",
            "",
            "",
            "",
            "",
            "",
            "",
            "5a_2",
            "https://example.org/b",
            "zenda_courier",
            "",
        ]
        .join("\t"),
    ];
    rows.join("\n")
}

pub const PHOENIX_HISTORICAL: &str = "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,target_root,target_agent,target_others,code,root_code,quad_class,goldstein,joined_issues,lat,lon,placename,statename,countryname,aid,process
NYT79_1,01/05/1979,1979,1,5,USAGOV,USA,GOV,,SUN,SUN,,,040,04,1,1.0,,,,,,,12345,\"a, b\"
NYT79_2,1979-12-31,1979,12,31,SUNMIL,SUN,MIL,,AFGREB,AFG,REB,,190,19,4,-10.0,,34.5,69.2,Kabul,Kabul,AFG,12346,c
";

/// UCDP's georeferenced event data.
pub fn ucdp() -> String {
    let names = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,gwnob";
    let row = |id: &str, kind: &str, sides: [&str; 2], days: [&str; 2], numbers: [&str; 2]| {
        format!(
            "{id},X-{id},2013,1,Clear,{kind},1,1,A: B,1,1,A - B,1,1,{},2,2,{},2,\"\"\"A, b\"\"\",The Zenda Courier,2013-01-04,\"A headline, with a comma\nand a line end\",someone,1,Zenda village,in Zenda,Zenda,,35.7,36.5,POINT (36.5 35.7),181154,Syria,652,Middle East,1,1,{},{},0,2,0,0,2,2,2,{},{}",
            sides[0], sides[1], days[0], days[1], numbers[0], numbers[1]
        )
    };
    let rows = [
        names.to_owned(),
        row(
            "1",
            "1",
            ["Government of Syria", "Hillmen"],
            ["2013-01-03", "2013-01-04"],
            ["652", ""],
        ),
        row(
            "2",
            "1",
            ["\"Government of A, Government of B\"", "Government of C"],
            ["2001-11-01", "2001-11-01 00:00:00.000"],
            ["\"2, 200\"", "700"],
        ),
        row(
            "3",
            "3",
            ["Hillmen", "Civilians"],
            ["2010-05-01", "2010-05-01"],
            ["", ""],
        ),
        row(
            "4",
            "3",
            ["Government of DR Congo (Zaire)", "Civilians"],
            ["2010-05-01", "2010-05-01"],
            ["", ""],
        ),
    ];
    rows.join("\n")
}

pub const ACLED: &str = "\u{feff}event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp
MMR1,2023-04-02,2023,1,Political violence,Explosions/Remote violence,Air/drone strike,Military Forces of Myanmar (2021-),,State forces,Hillmen,,Rebel group,State forces-Rebel group,,104,Southeast Asia,Myanmar,Zenda,Zenda,,Zenda,21.9,96.1,1,The Zenda Courier,National,\"A note,
in two lines\",3,,1680000000
KEN1,03 April 2023,2023,1,Demonstrations,Protests,Peaceful protest,Protesters (Kenya),Teachers' Union of Zenda,6,Police Forces of Kenya (2022-),,1,16,,404,Eastern Africa,Kenya,Zenda,,,Zenda,-1.3,36.8,1,The Zenda Courier,National,A note,0,,1680000000
SDN1,2023-04-04,2023,1,Strategic developments,Strategic developments,Agreement,Military Forces of Sudan (2019-),,1,Zenda Militia (Sudan),,3,13,,729,Northern Africa,Sudan,Zenda,,,Zenda,15.6,32.5,1,The Zenda Courier,National,A note,0,,1680000000
SDN2,2023-04-05,2023,1,Strategic developments,Strategic developments,Other,Unidentified Armed Group,,4,,,0,40,,729,Northern Africa,Sudan,Zenda,,,Zenda,15.6,32.5,1,The Zenda Courier,National,A note,0,,1680000000
SDN3,2023-04-05,2023,1,,,,Unidentified Armed Group,,4,,,0,40,,729,Northern Africa,Sudan,Zenda,,,Zenda,15.6,32.5,1,The Zenda Courier,National,A note,0,,1680000000
";

pub const PLOVER: &str = r#"{"id":17,"date":"2021-02-03","enddate":"2021-02-05","actor":[{"code":"FRA","sector":"GOV","actor_text":"the envoy"}],"recipient":[{"code":"DEU","sector":"GOV"}],"event":["CONSULT"],"mode":["visit"],"context":["diplomatic","economic"],"event_loc":{"name":"Zenda","cc3":"DEU","latitude":50.5,"longitude":10.2},"quad_code":1}
{"id":"18","date":"2021-02-03","actor":[{"code":"FRA","sector":["GOV"]},{"code":"DEU","sector":["GOV"]}],"event":"AGREE"}
{"id":"19","date":"2021-02-04","source":[{"entity":"NAT","country_code":"","primary_sector":"IGO"}],"recipient":[{"country":"Russia","sector":"MIL"}],"event":["ACCUSE"],"mode":"allege","cite_info":{"url":"https://example.org/19"}}
not json
{"id":"20","date":"2021-02-04","actor":[{"code":"FRA"}],"event":["DEMAND"]}
{"id":"21","actor":[{"code":"FRA"}],"event":["AGREE"]}
"#;
