//! The language of a text, where it is long enough to tell.

use whatlang::Lang;

/// Bytes that are looked at.
const SAMPLE: usize = 1000;
/// Bytes below which nothing is said.
const SAMPLE_MIN: usize = 60;

/// The ISO 639-1 code of the language of some paragraphs; none when they are too short, or it is not certain.
pub fn detect<'t>(paragraphs: impl Iterator<Item = &'t str>) -> Option<String> {
    let mut sample = String::new();
    for paragraph in paragraphs {
        sample.push_str(paragraph);
        sample.push('\n');
        if sample.len() > SAMPLE {
            break;
        }
    }
    let mut end = SAMPLE.min(sample.len());
    while !sample.is_char_boundary(end) {
        end -= 1;
    }
    sample.truncate(end);
    if sample.len() < SAMPLE_MIN {
        return None;
    }
    if is_plainly_english(&sample) {
        return Some("en".to_owned());
    }
    let found = whatlang::detect(&sample)?;
    (found.is_reliable() || found.confidence() > 0.6).then(|| code(found.lang())).flatten().map(str::to_owned)
}

/// Small words that are frequent in English and in no other language that is told apart here.
const ENGLISH: [&str; 8] = ["the", "and", "that", "with", "to", "from", "this", "have"];

/// Words, and the share of them in hundredths, from which on a text is English without comparing it with every language.
const WORDS_MIN: usize = 40;
const ENGLISH_MIN: usize = 10;

fn is_plainly_english(sample: &str) -> bool {
    let (mut words, mut english) = (0, 0);
    for word in sample.split_ascii_whitespace() {
        words += 1;
        english += usize::from(ENGLISH.contains(&word));
    }
    words >= WORDS_MIN && english * 100 >= words * ENGLISH_MIN
}

fn code(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Ara => "ar",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Nld => "nl",
        Lang::Nob => "no",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tha => "th",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Vie => "vi",
        _ => return None,
    })
}
