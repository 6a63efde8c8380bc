//! Bytes of stored records: numbers as variable-length integers (LEB128), texts each once, bytes of the text and days as
//! distances from the ones before.

use super::schema::{day_number, day_of_number};
use crate::article::{Day, Span};
use rustc_hash::FxHashMap;

/// Writes values one after another; [`Unpacker`] reads them in the same order.
#[derive(Default)]
pub struct Packer<'r> {
    bytes: Vec<u8>,
    texts: FxHashMap<&'r str, u64>,
    place: usize,
    day: u32,
}

impl<'r> Packer<'r> {
    /// The bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// A number that is mostly small.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    /// A number that may be negative; small ones of both signs are short.
    fn distance(&mut self, from: i64, to: i64) {
        let distance = to.wrapping_sub(from);
        self.number((distance << 1 ^ distance >> 63) as u64);
    }

    /// One of a few values.
    pub fn one_of<T: PartialEq>(&mut self, all: &[T], value: &T) {
        self.number(all.iter().position(|one| one == value).unwrap_or_default() as u64);
    }

    /// A text; if the record had it before, its number.
    pub fn text(&mut self, text: &'r str) {
        if let Some(known) = self.texts.get(text) {
            return self.number(*known);
        }
        self.texts.insert(text, self.texts.len() as u64 + 1);
        self.number(0);
        self.once(text.as_bytes());
    }

    /// Bytes that stand once.
    pub fn once(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
    }

    /// Whether there is something, and what.
    pub fn optional<T>(&mut self, value: Option<T>, pack: impl FnOnce(&mut Self, T)) {
        self.number(u64::from(value.is_some()));
        if let Some(value) = value {
            pack(self, value);
        }
    }

    /// How many there are, and each.
    pub fn each<T>(&mut self, values: &'r [T], mut pack: impl FnMut(&mut Self, &'r T)) {
        self.number(values.len() as u64);
        values.iter().for_each(|value| pack(self, value));
    }

    /// Bytes of the text, near the ones before.
    pub fn span(&mut self, span: Span) {
        self.distance(self.place as i64, span.start as i64);
        self.distance(0, span.end as i64 - span.start as i64);
        self.place = span.start;
    }

    /// A day, near the one before.
    pub fn day(&mut self, day: Day) {
        let number = day_number(day);
        self.distance(i64::from(self.day), i64::from(number));
        self.day = number;
    }
}

/// Reads what a [`Packer`] wrote. Everything gives none where the bytes are not what was written.
pub struct Unpacker<'b> {
    bytes: &'b [u8],
    texts: Vec<&'b str>,
    place: usize,
    day: u32,
}

impl<'b> Unpacker<'b> {
    /// Reads from the first of these bytes on.
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, texts: Vec::new(), place: 0, day: 0 }
    }

    /// Whether all is read.
    pub fn is_at_end(&self) -> bool {
        self.bytes.is_empty()
    }

    /// See [`Packer::number`].
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let (byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn distance(&mut self, from: i64) -> Option<i64> {
        let number = self.number()?;
        from.checked_add((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    /// See [`Packer::one_of`].
    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::try_from(self.number()?).ok()?).copied()
    }

    /// See [`Packer::text`].
    pub fn text(&mut self) -> Option<&'b str> {
        match self.number()? {
            0 => {
                let text = std::str::from_utf8(self.once()?).ok()?;
                self.texts.push(text);
                Some(text)
            }
            known => self.texts.get(usize::try_from(known - 1).ok()?).copied(),
        }
    }

    /// See [`Packer::once`].
    pub fn once(&mut self) -> Option<&'b [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(bytes)
    }

    /// See [`Packer::optional`].
    pub fn optional<T>(&mut self, unpack: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.number()? {
            0 => Some(None),
            _ => Some(Some(unpack(self)?)),
        }
    }

    /// See [`Packer::each`].
    pub fn each<T>(&mut self, mut unpack: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.number()?;
        // Each takes a byte at least: a count beyond that is none that was written.
        (count <= self.bytes.len() as u64).then(|| (0..count).map(|_| unpack(self)).collect())?
    }

    /// See [`Packer::span`].
    pub fn span(&mut self) -> Option<Span> {
        let start = usize::try_from(self.distance(self.place as i64)?).ok()?;
        let end = usize::try_from(self.distance(start as i64)?).ok()?;
        self.place = start;
        Some(Span::new(start, end))
    }

    /// See [`Packer::day`].
    pub fn day(&mut self) -> Option<Day> {
        self.day = u32::try_from(self.distance(i64::from(self.day))?).ok()?;
        day_of_number(self.day)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_out() {
        let day: Day = "2024-03-14".parse().unwrap();
        let texts = ["Kallweit".to_owned(), "said".to_owned(), "Kallweit".to_owned()];
        let mut packer = Packer::default();
        packer.number(u64::MAX);
        packer.each(&texts, |packer, text| packer.text(text));
        packer.span(Span::new(300, 310));
        packer.span(Span::new(20, 20));
        packer.optional(Some(day), Packer::day);
        packer.optional(None, Packer::day);
        packer.one_of(&["a", "b"], &"b");
        let bytes = packer.into_bytes();
        let mut unpacker = Unpacker::new(&bytes);
        assert_eq!(unpacker.number(), Some(u64::MAX));
        assert_eq!(unpacker.each(|unpacker| unpacker.text().map(str::to_owned)).unwrap(), texts);
        assert_eq!((unpacker.span(), unpacker.span()), (Some(Span::new(300, 310)), Some(Span::new(20, 20))));
        assert_eq!(unpacker.optional(Unpacker::day), Some(Some(day)));
        assert_eq!(unpacker.optional(Unpacker::day), Some(None));
        assert_eq!(unpacker.one_of(&["a", "b"]), Some("b"));
        assert!(unpacker.is_at_end() && unpacker.number().is_none());
    }

    #[test]
    fn other_bytes_are_no_panic() {
        for bytes in [&[0xff; 20][..], &[5, 1], &[0, 200, 1], &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]] {
            let mut unpacker = Unpacker::new(bytes);
            while unpacker.span().is_some() {}
            Unpacker::new(bytes).each(|unpacker| unpacker.text().map(str::to_owned));
            Unpacker::new(bytes).each(Unpacker::day);
        }
    }
}
