//! Trends as a picture.
//!
//! SVG only: the viewer draws its text with its own fonts, so the program needs none with Han
//! characters.

use std::fs;
use std::path::Path;

use plotters::coord::Shift;
use plotters::prelude::*;
use unicode_width::UnicodeWidthStr;
use xunwen_query::corpus::{Point, Series, Trend};

use super::axis::Axis;
use super::periods::Trends;
use crate::failure::{Failure, FileError};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

const WIDTH: u32 = 1_000;
const HEAD: i32 = 48;
const ROW: i32 = 24;
const PANEL: u32 = 290;
/// Most periods that are drawn with a dot each.
const MOST_DOTS: usize = 60;
/// Colours that the colour-blind can distinguish (Okabe and Ito).
const COLOURS: [RGBColor; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(0, 0, 0),
];
const GAP: RGBColor = RGBColor(232, 232, 232);

/// Draws two panels over the same periods, counts and shares, into an SVG file.
pub(crate) fn chart(trends: &Trends<'_>, path: &Path) -> Result<(), Failure> {
    let mut svg = String::new();
    draw(trends, &mut svg)
        .map_err(|source| FileError::Draw { path: path.to_owned(), source: Box::new(source) })?;
    Ok(fs::write(path, svg).map_err(FileError::writing(path))?)
}

fn draw(trends: &Trends<'_>, svg: &mut String) -> Drawn {
    let legend = Legend::of(trends);
    let head = HEAD + legend.rows * ROW;
    let root =
        SVGBackend::with_string(svg, (WIDTH, head.unsigned_abs() + 2 * PANEL)).into_drawing_area();
    root.fill(&WHITE)?;
    let style = ("sans-serif", 24).into_font().color(&BLACK);
    root.draw(&Text::new(title(trends.trend), (20, 16), style))?;
    legend.draw(&root)?;
    let (_, panels) = root.split_vertically(head);
    let panels = panels.split_evenly((2, 1));
    panel(&panels[0], trends.trend, "articles found", |point| point.articles as f64)?;
    panel(&panels[1], trends.trend, "per 10,000 articles", |point| point.per_10_000)?;
    root.present()
}

fn title(trend: &Trend) -> String {
    let by = trend.by.name();
    match (trend.periods.first(), trend.periods.last()) {
        (Some(first), Some(last)) => {
            format!("Articles found by {by}, {} to {}", first.name, last.name)
        }
        _ => format!("Articles found by {by}: none is dated"),
    }
}

/// The labels of the colours, and where they are drawn.
struct Legend {
    entries: Vec<(i32, i32, String, Option<RGBColor>)>,
    rows: i32,
}

impl Legend {
    fn of(trends: &Trends<'_>) -> Self {
        let has_gap = trends.trend.periods.iter().any(|period| period.articles == 0);
        let gap = has_gap.then(|| ("no article in the index".to_owned(), None));
        let queries = trends.queries.iter().zip(COLOURS.iter().cycle());
        let labels = queries.map(|(query, colour)| (query.clone(), Some(*colour))).chain(gap);
        let mut legend = Self { entries: Vec::new(), rows: 1 };
        let mut x = 20;
        for (label, colour) in labels {
            // A column of text takes about 8 points.
            let width = 48 + 8 * i32::try_from(label.width()).unwrap_or(i32::MAX / 16);
            if x + width > WIDTH as i32 && x > 20 {
                legend.rows += 1;
                x = 20;
            }
            legend.entries.push((x, HEAD + legend.rows * ROW - ROW / 2, label, colour));
            x += width;
        }
        legend
    }

    fn draw(&self, root: &Area<'_>) -> Drawn {
        for (x, y, label, colour) in &self.entries {
            match colour {
                Some(colour) => {
                    let line = vec![(*x, *y), (x + 24, *y)];
                    root.draw(&PathElement::new(line, colour.stroke_width(3)))?;
                }
                None => root.draw(&Rectangle::new([(*x, y - 7), (x + 24, y + 7)], GAP.filled()))?,
            }
            let style = ("sans-serif", 17).into_font().color(&BLACK);
            root.draw(&Text::new(label.clone(), (x + 30, y - 7), style))?;
        }
        Ok(())
    }
}

/// Draws one line a query.
fn panel(area: &Area<'_>, trend: &Trend, label: &str, value: fn(Point) -> f64) -> Drawn {
    let points = trend.series.iter().flat_map(|series| series.points.iter().flatten());
    let most = points.map(|point| value(*point)).fold(0.0, f64::max);
    let top = if most > 0.0 { most * 1.06 } else { 1.0 };
    let mut chart = ChartBuilder::on(area)
        .margin_left(16)
        .margin_right(24)
        .margin_top(10)
        .x_label_area_size(46)
        .y_label_area_size(76)
        .build_cartesian_2d(Axis::of(trend), 0.0..top)?;
    let gaps = trend.gaps().into_iter().map(|gap| {
        let left = gap.start as f64 - 0.5;
        let right = gap.end as f64 - 0.5;
        Rectangle::new([(left, 0.0), (right, top)], GAP.filled())
    });
    chart.draw_series(gaps)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .bold_line_style(BLACK.mix(0.15))
        .light_line_style(TRANSPARENT)
        .label_style(("sans-serif", 15))
        .axis_desc_style(("sans-serif", 17))
        .y_label_formatter(&|value| value.to_string())
        .y_labels(6)
        .x_desc(trend.by.name())
        .y_desc(label)
        .draw()?;
    for (series, colour) in trend.series.iter().zip(COLOURS.iter().cycle()) {
        for run in runs(series, value) {
            let dots =
                if run.len() == 1 || trend.periods.len() <= MOST_DOTS { &run[..] } else { &[] };
            chart.draw_series(dots.iter().map(|&dot| Circle::new(dot, 3, colour.filled())))?;
            chart.draw_series(LineSeries::new(run, colour.stroke_width(2)))?;
        }
    }
    Ok(())
}

/// Returns the stretches of a line between gaps.
fn runs(series: &Series, value: fn(Point) -> f64) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for (place, point) in series.points.iter().enumerate() {
        match (point, runs.last_mut()) {
            (Some(point), Some(run)) => run.push((place as f64, value(*point))),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}
