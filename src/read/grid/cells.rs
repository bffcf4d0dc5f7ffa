//! The cells of a sheet in one sorted vector: a sheet of 100,000 rows takes a third of the
//! memory of a tree, and is read row by row anyway.

use std::ops::{Bound, RangeBounds};

use super::CellValue;

/// Row and column, zero-based.
pub type Position = (u32, u32);

/// The cells with content, in row order.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cells {
    list: Vec<(Position, CellValue)>,
    /// The list may be out of order or hold a position twice.
    loose: bool,
}

impl Cells {
    /// Adds a cell; [`Cells::settle`] puts it in its place.
    pub(super) fn push(&mut self, at: Position, value: CellValue) {
        self.loose |= self.list.last().is_some_and(|(last, _)| *last >= at);
        self.list.push((at, value));
    }

    /// Sorts the cells. Of two at one position the last stays, as in Excel.
    pub(super) fn settle(&mut self) {
        if self.loose {
            self.list.sort_by_key(|(at, _)| *at);
            self.list.dedup_by(|later, kept| {
                let same = later.0 == kept.0;
                if same {
                    std::mem::swap(later, kept);
                }
                same
            });
            self.loose = false;
        }
        self.list.shrink_to_fit();
    }

    /// The cell at a position.
    pub fn get(&self, at: &Position) -> Option<&CellValue> {
        self.index(at).map(|i| &self.list[i].1)
    }

    /// The place of a cell in the order of the sheet.
    pub fn index(&self, at: &Position) -> Option<usize> {
        self.list.binary_search_by_key(at, |(known, _)| *known).ok()
    }

    /// A cell by its place in the order in which cells were added.
    pub(super) fn nth(&self, place: usize) -> Option<(Position, &CellValue)> {
        self.list.get(place).map(|(at, value)| (*at, value))
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The cells, row by row.
    pub fn iter(&self) -> Iter<'_> {
        self.list.iter().map(pair)
    }

    /// The positions, row by row.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Position> + Clone {
        self.list.iter().map(|(at, _)| at)
    }

    /// The cells between two positions, row by row.
    pub fn range(&self, range: impl RangeBounds<Position>) -> Iter<'_> {
        let (start, end) = self.indices(range);
        self.list[start..end].iter().map(pair)
    }

    /// Where the cells between two positions lie in the order of the sheet.
    pub fn indices(&self, range: impl RangeBounds<Position>) -> (usize, usize) {
        let before = |at: &Position| self.list.partition_point(|(known, _)| known < at);
        let through = |at: &Position| self.list.partition_point(|(known, _)| known <= at);
        let start = match range.start_bound() {
            Bound::Included(at) => before(at),
            Bound::Excluded(at) => through(at),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(at) => through(at),
            Bound::Excluded(at) => before(at),
            Bound::Unbounded => self.list.len(),
        };
        (start, end.max(start))
    }
}

/// The cells of a sheet or of a part of it.
pub type Iter<'a> = std::iter::Map<
    std::slice::Iter<'a, (Position, CellValue)>,
    fn(&'a (Position, CellValue)) -> (&'a Position, &'a CellValue),
>;

fn pair(cell: &(Position, CellValue)) -> (&Position, &CellValue) {
    (&cell.0, &cell.1)
}

impl<'a> IntoIterator for &'a Cells {
    type Item = (&'a Position, &'a CellValue);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl FromIterator<(Position, CellValue)> for Cells {
    fn from_iter<T: IntoIterator<Item = (Position, CellValue)>>(cells: T) -> Self {
        let mut all = Cells::default();
        for (at, value) in cells {
            all.push(at, value);
        }
        all.settle();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(list: &[(u32, u32, &str)]) -> Cells {
        let cell = |(row, col, text): &(u32, u32, &str)| {
            ((*row, *col), CellValue::Text((*text).to_owned()))
        };
        list.iter().map(cell).collect()
    }

    fn shown<'a>(
        list: impl Iterator<Item = (&'a Position, &'a CellValue)>,
    ) -> Vec<(u32, u32, String)> {
        list.map(|((row, col), value)| (*row, *col, value.text())).collect()
    }

    #[test]
    fn any_order_goes_in_and_the_order_of_the_sheet_comes_out() {
        let cells = cells(&[(2, 0, "c"), (0, 1, "b"), (0, 0, "a"), (0, 1, "b2")]);
        let all = [(0, 0, "a".into()), (0, 1, "b2".into()), (2, 0, "c".into())];
        assert_eq!(shown(cells.iter()), all);
        assert_eq!(shown(cells.range((0, 1)..=(1, u32::MAX))), all[1..2]);
        assert_eq!(shown(cells.range(..(0, 1))), all[..1]);
        assert_eq!(shown(cells.range((3, 0)..(1, 0))), []);
        assert_eq!(cells.get(&(2, 0)).map(CellValue::text), Some("c".to_owned()));
        assert_eq!(cells.get(&(1, 0)), None);
    }
}
