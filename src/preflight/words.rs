//! Places and things of a page in the words of a person with a ruler.

use super::content::{Mark, Shape};
use super::geometry::{MM, Rect};

/// 「左から20.0mm・上から31.5mm」, from the corner of the trim.
pub(super) fn place(area: &Rect, trim: &Rect) -> String {
    let left = (area.x0.max(trim.x0) - trim.x0) / MM;
    let top = (trim.y1 - area.y1.min(trim.y1)) / MM;
    format!("左から{left:.1}mm・上から{top:.1}mm")
}

/// 「文字『計画期間』」, 「面」, 「線」, 「画像」.
pub(super) fn thing(mark: &Mark) -> String {
    match &mark.shape {
        Shape::Text(text) => {
            let shown: String = text.text.chars().take(12).collect();
            let more = if text.text.chars().count() > 12 { "…" } else { "" };
            if shown.trim().is_empty() {
                "文字".to_owned()
            } else {
                format!("文字「{shown}{more}」")
            }
        }
        Shape::Fill { .. } => "面".to_owned(),
        Shape::Stroke { .. } => "線".to_owned(),
        Shape::Image(_) => "画像".to_owned(),
        Shape::Shading => "グラデーション".to_owned(),
    }
}

/// 「C100 M70 Y0 K30」.
pub(super) fn inks(mark: &Mark) -> String {
    let [c, m, y, k] = mark.paint.inks.map(|i| (i * 100.0).round());
    format!("C{c} M{m} Y{y} K{k}")
}

/// 「3頁」, 「1～12頁」, 「1、3～5頁」.
pub fn pages(numbers: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let run = |(first, last): &(usize, usize)| {
        if first == last { first.to_string() } else { format!("{first}～{last}") }
    };
    format!("{}頁", runs.iter().map(run).collect::<Vec<_>>().join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_a_row_are_put_together() {
        assert_eq!(pages(&[3]), "3頁");
        assert_eq!(pages(&[1, 3, 4, 5, 9]), "1、3～5、9頁");
    }
}
