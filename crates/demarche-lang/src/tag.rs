use crate::file::{File, damaged};
use crate::kernel::{Dense, Found, WIDTH, largest};
use crate::{ModelError, Tag};

/// Gives each encoded token its fine-grained tag.
pub(crate) struct Tagger {
    layer: Dense,
    labels: Vec<Tag>,
}

impl Tagger {
    pub(crate) fn load(file: &File, kernel: Found) -> Result<Tagger, ModelError> {
        let labels = file.strings("tagger.labels")?;
        let weights = file.floats_of("tagger.w", labels.len() * WIDTH)?;
        let bias = file.floats_of("tagger.b", labels.len())?;
        let labels = labels
            .iter()
            .map(str::parse)
            .collect::<Result<Vec<Tag>, _>>();
        let labels = labels.map_err(|_| damaged("tagger.labels", "has an unknown tag"))?;
        if labels.is_empty() {
            return Err(damaged("tagger.labels", "is empty"));
        }
        Ok(Tagger {
            layer: Dense::linear(kernel, WIDTH, &weights, Some(&bias)),
            labels,
        })
    }

    /// Appends the tags of the tokens whose vectors begin at `from`.
    pub(crate) fn tag(
        &self,
        kernel: Found,
        input: &[f32],
        from: &[u32],
        scores: &mut Vec<f32>,
        tags: &mut Vec<Tag>,
    ) {
        let stride = self.layer.stride();
        scores.resize(from.len() * stride, 0.0);
        let (panels, _) = self.layer.panels_of(0..self.labels.len());
        kernel.linear(&self.layer, panels, (input, from), scores);
        let rows = scores.chunks_exact(stride).take(from.len());
        tags.extend(rows.map(|row| self.labels[largest(&row[..self.labels.len()])]));
    }
}
