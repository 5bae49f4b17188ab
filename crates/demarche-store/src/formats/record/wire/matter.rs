//! Matters as objects.

use super::{
    DateObject, DocumentObject, InForceObject, QuoteObject, RecordErrorKind, Text, optional, owned,
    text, unknown,
};
use crate::word;
use demarche_event::{DocumentMeta, Matter};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::sync::Arc;

#[derive(Serialize, Deserialize)]
pub(in crate::formats::record) struct MatterObject<'a> {
    record: Text<'a>,
    id: Text<'a>,
    document: DocumentObject<'a>,
    sentence: QuoteObject<'a>,
    kind: Text<'a>,
    name: Text<'a>,
    #[serde(default)]
    countries: Vec<Text<'a>>,
    #[serde(default)]
    towards: Vec<Text<'a>>,
    date: Option<DateObject<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    in_force: Option<InForceObject<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    condition: Option<Text<'a>>,
}

impl<'a> From<&'a Matter> for MatterObject<'a> {
    fn from(matter: &'a Matter) -> MatterObject<'a> {
        MatterObject {
            record: text("matter"),
            id: text(&matter.id),
            document: (&*matter.document).into(),
            sentence: (&matter.sentence).into(),
            kind: text(matter.kind.as_str()),
            name: text(&matter.name),
            countries: matter.countries.iter().map(|code| text(code)).collect(),
            towards: matter.towards.iter().map(|code| text(code)).collect(),
            date: matter.date.as_ref().map(Into::into),
            in_force: matter.in_force.as_ref().map(Into::into),
            condition: optional(&matter.condition),
        }
    }
}

impl MatterObject<'_> {
    pub(in crate::formats::record) fn into_matter(
        self,
        last: &mut Option<Arc<DocumentMeta>>,
    ) -> Result<Matter, RecordErrorKind> {
        let date = ["date.since", "date.until", "date.basis"];
        Ok(Matter {
            id: self.id.into_owned(),
            document: self.document.into_meta(last)?,
            sentence: self.sentence.into_quote("sentence")?,
            kind: word::matter_kind(&self.kind).map_err(unknown("kind"))?,
            name: self.name.into_owned(),
            countries: self.countries.into_iter().map(Cow::into_owned).collect(),
            towards: self.towards.into_iter().map(Cow::into_owned).collect(),
            date: self.date.map(|when| when.into_when(date)).transpose()?,
            in_force: (self.in_force.map(InForceObject::into_in_force)).transpose()?,
            condition: owned(self.condition),
        })
    }
}
