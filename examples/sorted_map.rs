//! Writes a map of sorted names to numbers as a finite-state transducer: part of `scripts/name-lists`.
//!
//! Standard input has a name, a tab and a number a line, sorted by bytes; the argument is the file to write.

#![allow(clippy::unwrap_used)]

use std::io::BufRead;

fn main() {
    let file = std::env::args().nth(1).unwrap();
    let mut map = fst::MapBuilder::memory();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let (name, number) = line.split_once('\t').unwrap();
        map.insert(name, number.parse().unwrap()).unwrap();
    }
    std::fs::write(file, map.into_inner().unwrap()).unwrap();
}
